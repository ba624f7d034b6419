import type { PairCounts } from './evidence.ts';
import { metric } from './metric.ts';

/**
 * Area under the ROC curve over pairs, 0..1: the probability that a pair of one class scores more than a pair of two
 * classes, pairs at the same level counting half. NaN if either kind is missing.
 */
export const verificationAuroc = metric<PairCounts>(
  {
    title: 'Verification AUC',
    meaning: 'Chance that two pictures of one class are more alike than two of different classes.',
  },
  ({ same, different }) => {
    let wins = 0;
    let below = 0;
    let pairs = 0;
    for (let l = 0; l < same.length; l++) {
      wins += same[l] * (below + different[l] / 2);
      below += different[l];
      pairs += same[l];
    }
    return wins / (pairs * below);
  },
);

/**
 * Largest possible error, 0..0.5, of `verificationAuroc` caused by rounding the scores to levels: half the chance that
 * a pair of one class and a pair of two classes share a level.
 */
export function aurocRounding({ same, different }: PairCounts): number {
  let shared = 0;
  let sames = 0;
  let differents = 0;
  for (let l = 0; l < same.length; l++) {
    shared += same[l] * different[l];
    sames += same[l];
    differents += different[l];
  }
  return shared / 2 / (sames * differents);
}
