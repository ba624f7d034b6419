import { add, and, less, lessOrEqual } from '../../graph/ops.ts';
import { type Comparisons, distancesOf } from '../comparisons.ts';
import { counting, largestOf, onlyTriplets, smallestOf } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of semiHard. */
export type SemiHardOptions = {
  /** How much farther than the farthest positive, 0..2: more takes easier negatives too; the loss's own or more. */
  readonly margin?: number;
};

/**
 * Negatives that are farther than the anchor's farthest positive, by `margin` at the most (Schroff et al. 2015, FaceNet,
 * whose 0.2 it is): hard enough to teach, and never the wrong way round, which is what makes embeddings collapse.
 *
 * Weights on pairs cannot let a negative depend on each positive, as triplets can, so the farthest one decides: that
 * keeps [A, O] numbers instead of [A, P, O], and every loss understands it. For the farthest positive the triplets are
 * those of pytorch-metric-learning's TripletMarginMiner ('semihard'), exactly. The nearer positives keep the same
 * negatives, none of which is hard for them; those negatives that are semi-hard for a nearer positive alone are left out.
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
