import type { PairCounts } from './evidence.ts';

/**
 * Area under the ROC curve of telling pairs of one class from pairs of two, 0..1: the chance that a pair of one class
 * scores more, pairs of one level counting half. NaN where either kind is missing.
 */
export function verificationAuroc({ same, different }: PairCounts): number {
  let wins = 0;
  let below = 0;
  let pairs = 0;
  for (let l = 0; l < same.length; l++) {
    wins += same[l] * (below + different[l] / 2);
    below += different[l];
    pairs += same[l];
  }
  return wins / (pairs * below);
}

/**
 * How far `verificationAuroc` can be from that of the scores themselves, 0..0.5: half the chance that a pair of one
 * class and a pair of two share a level.
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
