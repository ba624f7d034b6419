import type { Comparisons } from '../comparisons.ts';
import { counting, onlyTriplets, withLargest, withSmallest } from './choice.ts';
import type { Miner } from './miner.ts';

/**
 * Each anchor's farthest positive and nearest negative (Hermans et al. 2017). Fastest on clean labels; but the first
 * miner to collapse embeddings at high learning rates, or to learn wrong labels by heart. Its triplets are exactly
 * those of pytorch-metric-learning's BatchHardMiner; of equally hard ones the first is taken.
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
