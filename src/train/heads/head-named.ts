import { type NamedRecipe, recipeNamed } from '../../losses/recipe-named.ts';
import { type EmbeddingHead, type EmbeddingHeadOptions, embeddingHead, metricHead } from './embedding-head.ts';

/** What a head is made from, by the name of its loss. */
export type NamedHead = EmbeddingHeadOptions & Omit<NamedRecipe, 'classes' | 'dimensions'>;

/** The head of this loss: classes by name, or any loss on embeddings. Throws `not-found` for a name that no catalogue has. */
export function headNamed(named: NamedHead): EmbeddingHead {
  return named.loss === 'crossEntropy' ? embeddingHead(named) : metricHead({ ...named, recipe: recipeNamed(named) });
}
