import { add, and, less, lessOrEqual } from '../../graph/ops.ts';
import { type Comparisons, distancesOf } from '../comparisons.ts';
import { counting, largestOf, onlyTriplets, smallestOf } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of semiHard. */
export type SemiHardOptions = {
  /**
   * How much farther than the farthest positive a negative may be, 0..2. More takes easier negatives too. Use the
   * loss's margin, or more.
   */
  readonly margin?: number;
};

/**
 * Semi-hard negatives (Schroff et al. 2015, FaceNet, from which the 0.2 is): farther than the anchor's farthest
 * positive, by `margin` at most. They are hard enough to learn from, but not hard enough to collapse embeddings.
 *
 * A weight on pairs cannot let a negative depend on each positive, as a triplet can, so the farthest positive decides.
 * This keeps [A, O] numbers instead of [A, P, O], and works with every loss. For the farthest positive the triplets are
 * exactly those of pytorch-metric-learning's TripletMarginMiner ('semihard'). Nearer positives get the same negatives,
 * none of which is hard for them; negatives that are semi-hard only for a nearer positive are left out.
 */
export function semiHard({ margin = 0.2 }: SemiHardOptions = {}): Miner {
  return { draws: false, mine: (comparisons) => semiHardest(comparisons, margin) };
}

function semiHardest(comparisons: Comparisons, margin: number): Comparisons {
  const { similarities } = comparisons;
  const { positive, negative } = counting(comparisons);
  const distances = distancesOf(comparisons);
  const farther = less(similarities, smallestOf(similarities, positive));
  const within = lessOrEqual(distances, add(largestOf(distances, positive), margin));
  return onlyTriplets(comparisons, { positive, negative: and(negative, and(farther, within)) });
}
