import { and, greater, less } from '../../graph/ops.ts';
import { type Comparisons, distancesOf } from '../comparisons.ts';
import { counting, onlyPairs } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of pairMargin. Margins are distances of unit vectors, 0..2. */
export type PairMarginOptions = {
  /** Positives farther than this are chosen. Less also keeps positives that are close already. */
  readonly positiveMargin?: number;
  /** Negatives nearer than this are chosen. More also keeps negatives that are far already. */
  readonly negativeMargin?: number;
};

/**
 * Positives that are too far and negatives that are too near: the pairs that still have a contrastive loss (Hadsell et
 * al. 2006). Pairs and margins are exactly those of pytorch-metric-learning's PairMarginMiner.
 */
export function pairMargin({ positiveMargin = 0.2, negativeMargin = 0.8 }: PairMarginOptions = {}): Miner {
  return { draws: false, mine: (comparisons) => misplaced(comparisons, { positiveMargin, negativeMargin }) };
}

function misplaced(
  comparisons: Comparisons,
  { positiveMargin, negativeMargin }: Required<PairMarginOptions>,
): Comparisons {
  const { positive, negative } = counting(comparisons);
  const distances = distancesOf(comparisons);
  return onlyPairs(comparisons, {
    positive: and(positive, greater(distances, positiveMargin)),
    negative: and(negative, less(distances, negativeMargin)),
  });
}
