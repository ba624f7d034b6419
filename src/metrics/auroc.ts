import type { OpenSetScores } from './evidence.ts';
import { metric } from './metric.ts';
import { pairwiseWinShare, placements } from './placements.ts';

/**
 * Area under the ROC curve, 0..1: the probability that a known picture scores more than a stranger, ties counting half.
 * 0.5 is guessing. NaN if there is no known picture or no stranger.
 */
export const auroc = metric<Pick<OpenSetScores, 'known' | 'strangers'>>(
  {
    title: 'AUROC',
    meaning: 'Chance that a known picture looks more familiar than a stranger; 50 % is guessing.',
  },
  ({ known, strangers }) => pairwiseWinShare(placements(known, strangers), ones(known), ones(strangers)),
);

function ones({ length }: ArrayLike<number>): Uint8Array {
  return new Uint8Array(length).fill(1);
}
