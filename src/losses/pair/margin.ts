import { add, mul, relu, sub, sum } from '../../graph/ops.ts';
import type { Parameter } from '../../steps/parameter.ts';
import { distancesOf } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { active, orZero, weightedMean } from '../reductions.ts';

/** Options of margin. Margins are distances of unit vectors, 0 to 2. */
export type MarginOptions = {
  /** Half of the gap between positives and negatives, alpha. Larger keeps more pairs active; too large never rests. */
  readonly margin?: number;
  /**
   * The start of the boundary between positives and negatives, beta, which is trained. Too small pulls classes into
   * points first, too large pushes everything apart first.
   */
  readonly boundary?: number;
  /** The cost of a wide boundary, nu, 0 or more. Larger shrinks the boundary, and the classes with it. */
  readonly cost?: number;
};

/**
 * Margin loss (Wu et al. 2017): learns at which distance two pictures stop being the same. Use it with the miner
 * distanceWeighted. With d = sqrt(2 - 2 s), [A, O], and the trained boundary beta:
 *   (mean of (alpha + d_ap - beta)+ over positive pairs + mean of (alpha + beta - d_an)+ over negative pairs)
 *     / (share of positive pairs above 0 + share of negative pairs above 0) + nu beta
 * Means of each kind, so that the many negatives do not outweigh the positives: with classes of one size this equals
 * pytorch-metric-learning's over all triplets. The paper can also have one beta for each class; here classes are
 * unknown.
 *
 * Musgrave et al. 2020 (A Metric Learning Reality Check) found an alpha of 0.08 to 0.09 best, and a start of beta of
 * 0.78, 1.32 and 1.11 (CUB, Cars, SOP). The paper has 0.2 and 1.2, with nu 0.
 */
export function margin({ margin: alpha = 0.1, boundary = 1.1, cost: nu = 0 }: MarginOptions = {}): RelationLoss {
  const beta: Parameter = { name: 'boundary', shape: [1], initial: Float32Array.of(boundary), decay: false };
  return {
    needs: 'pairs',
    parameters: [beta],
    value: ({ similarities, positive, negative }, { boundary: beta }) => {
      const beyond = sub(distancesOf({ similarities }), beta);
      const [far, near] = [relu(add(alpha, beyond)), relu(sub(alpha, beyond))];
      const total = add(weightedMean(far, positive), weightedMean(near, negative));
      const share = add(weightedMean(active(far), positive), weightedMean(active(near), negative));
      return add(orZero(total, share), mul(sum(beta), nu));
    },
  };
}
