import { logitLossNamed, type NamedRecipe, recipeNamed } from '../../losses/recipe-named.ts';
import { type EmbeddingHead, type EmbeddingHeadOptions, embeddingHead, metricHead } from './embedding-head.ts';

/** What a head is made from, by the name of its loss. */
export type NamedHead = EmbeddingHeadOptions & Omit<NamedRecipe, 'classes' | 'dimensions'>;

/** The head for a loss of this name: with logits where the loss is on these, else an embedding alone. Throws `not-found`. */
export function headNamed(named: NamedHead): EmbeddingHead {
  const { labelSmoothing = 0 } = named;
  const onLogits = logitLossNamed(named.loss, { labelSmoothing });
  return onLogits ? embeddingHead({ ...named, onLogits }) : metricHead({ ...named, recipe: recipeNamed(named) });
}
