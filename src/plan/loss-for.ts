import { DiscernError } from '../base/error.ts';
import { needsLabels, nothingToRemember } from '../losses/metric-loss.ts';
import { needsOf, remembers } from '../losses/recipe-named.ts';
import { defaultAnnotationLoss, defaultHyperparameters } from '../search/hyperparameters.ts';
import type { LearningSet } from './learning-set.ts';

/** The loss and miner that a person or a plan asks for. */
export type LossWishes = { readonly loss?: string | undefined; readonly miner?: string | null | undefined };

/**
 * The loss that learns from these pictures where none is searched: the one asked for; else cross-entropy from labels,
 * and multi-similarity from other annotations. Throws `unsupported` where it or the miner needs labels and there are
 * none, `misused` where a miner has nothing to choose from, and `not-found` for names that no catalogue has.
 */
export function lossFor({ annotated }: Pick<LearningSet, 'annotated'>, { loss, miner = null }: LossWishes): string {
  const chosen = loss ?? (annotated ? defaultAnnotationLoss : defaultHyperparameters.loss);
  const byClass = needsOf(chosen) === 'labels';
  if (byClass && annotated) throw needsLabels();
  if (byClass && miner !== null) throw nothingToMine(chosen, miner);
  if (annotated && miner !== null && remembers(miner)) throw nothingToRemember();
  return chosen;
}

function nothingToMine(loss: string, miner: string): DiscernError {
  return new DiscernError(
    'misused',
    `${loss} compares pictures with classes, and a miner chooses among pairs of pictures`,
    {
      given: `the miner ${miner} and the loss ${loss}`,
      expected: 'a loss that compares pictures with each other, such as multiSimilarity or tripletMargin, or no miner',
      todo: 'choose such a loss, or leave the miner out',
    },
  );
}
