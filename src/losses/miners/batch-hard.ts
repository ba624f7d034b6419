import type { Comparisons } from '../comparisons.ts';
import { counting, onlyTriplets, withLargest, withSmallest } from './choice.ts';
import type { Miner } from './miner.ts';

/**
 * Of each anchor its farthest positive and its nearest negative (Hermans et al. 2017): the fastest teacher on clean
 * labels, and the first to collapse embeddings at high rates or to learn wrong labels by heart. The triplets of
 * pytorch-metric-learning's BatchHardMiner, exactly; of equally hard ones the first.
 */
export function batchHard(): Miner {
  return { draws: false, mine: hardest };
}

function hardest(comparisons: Comparisons): Comparisons {
  const { similarities } = comparisons;
  const { positive, negative } = counting(comparisons);
  const chosen = { positive: withSmallest(similarities, positive), negative: withLargest(similarities, negative) };
  return { ...onlyTriplets(comparisons, chosen), mostPositives: 1 };
}
