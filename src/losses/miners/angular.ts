import { add, and, cast, greater, matMul, mul, sub, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import { counting, onlyTriplets, smallestOf, withSmallest } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of angular. */
export type AngularMinerOptions = {
  /**
   * Angle in degrees, above 0 and below 90. Negatives that see the pair under a wider angle are chosen; more chooses
   * fewer and harder ones.
   */
  readonly angle?: number;
};

/**
 * Each anchor's farthest positive, and the negatives that see this pair under a wide angle (Wang et al. 2017, "Deep
 * metric learning with angular loss"). Unlike a distance, an angle does not depend on the size of a cluster.
 *   tan angle < |a - p| / (2 |n - c|), c = (a + p) / 2
 * The farthest positive decides, as in semiHard, because it is seen under the widest angle. For this positive the
 * triplets are exactly those of pytorch-metric-learning's AngularMiner, from which the 20 degrees are; nearer positives
 * are left out.
 */
export function angular({ angle = 20 }: AngularMinerOptions = {}): Miner {
  return { draws: false, mine: (comparisons) => wide(comparisons, Math.tan((angle * Math.PI) / 180)) };
}

function wide(comparisons: Comparisons, tangent: number): Comparisons {
  const { similarities } = comparisons;
  const { positive, negative } = counting(comparisons);
  const farthest = withSmallest(similarities, positive);
  const toPositive = smallestOf(similarities, positive);
  // |a - p|^2 = 2 - 2 s_ap and |n - c|^2 = 1 + (1 + s_ap) / 2 - s_an - s_pn.
  const across = sub(2, mul(toPositive, 2));
  const away = sub(sub(mul(add(toPositive, 3), 0.5), similarities), fromChosen(comparisons, farthest));
  const seenWide = greater(across, mul(away, 4 * tangent ** 2));
  const chosen = { positive: farthest, negative: and(negative, seenWide) };
  return { ...onlyTriplets(comparisons, chosen), mostPositives: 1 };
}

/** Cosines of all others with the one chosen for each anchor, [A, O]; 0 where none is. */
function fromChosen({ others }: Comparisons, chosen: Value): Value {
  return matMul(matMul(cast(chosen, others.type), others), transpose(others));
}
