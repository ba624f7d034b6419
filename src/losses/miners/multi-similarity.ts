import { add, and, greater, less, sub } from '../../graph/ops.ts';
import type { Comparisons } from '../comparisons.ts';
import { counting, largestOf, onlyPairs, smallestOf } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of multiSimilarity. */
export type MultiSimilarityOptions = {
  /**
   * How much easier, in cosine, a pair may be than the hardest of the other kind, 0..2. More keeps easier pairs; too
   * little may keep none.
   */
  readonly epsilon?: number;
};

/**
 * Positives less similar than the anchor's nearest negative plus `epsilon`, and negatives more similar than its
 * farthest positive minus `epsilon` (Wang et al. 2019, equations 7 and 8, from which the 0.1 is). An anchor whose
 * positives and negatives are well apart gets none. The pairs are exactly those of pytorch-metric-learning's
 * MultiSimilarityMiner.
 */
export function multiSimilarity({ epsilon = 0.1 }: MultiSimilarityOptions = {}): Miner {
  return { draws: false, mine: (comparisons) => informative(comparisons, epsilon) };
}

function informative(comparisons: Comparisons, epsilon: number): Comparisons {
  const { similarities } = comparisons;
  const { positive, negative } = counting(comparisons);
  return onlyPairs(comparisons, {
    positive: and(positive, less(sub(similarities, epsilon), largestOf(similarities, negative))),
    negative: and(negative, greater(add(similarities, epsilon), smallestOf(similarities, positive))),
  });
}
