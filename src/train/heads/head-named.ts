import { logitLossNamed, type NamedRecipe, recipeNamed } from '../../losses/recipe-named.ts';
import { type EmbeddingHead, type EmbeddingHeadOptions, embeddingHead, metricHead } from './embedding-head.ts';

/** Options of a head, with the name of its loss. */
export type NamedHead = EmbeddingHeadOptions & Omit<NamedRecipe, 'classes' | 'dimensions'>;

/**
 * The head for a loss: `embeddingHead` for losses on logits, else `metricHead`. Throws `not-found` for an unknown name.
 */
export function headNamed(named: NamedHead): EmbeddingHead {
  const { labelSmoothing = 0 } = named;
  const onLogits = logitLossNamed(named.loss, { labelSmoothing });
  return onLogits ? embeddingHead({ ...named, onLogits }) : metricHead({ ...named, recipe: recipeNamed(named) });
}
