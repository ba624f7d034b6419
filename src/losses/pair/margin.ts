import { add, mul, relu, sub, sum } from '../../graph/ops.ts';
import type { Parameter } from '../../steps/parameter.ts';
import { distancesOf } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { active, orZero, weightedMean } from '../reductions.ts';

/** Options of margin: distances of unit vectors, 0 to 2. */
export type MarginOptions = {
  /** Half of the gap between positives and negatives, alpha: larger keeps more pairs active. */
  readonly margin?: number;
  /** Where the boundary between positives and negatives begins, beta; it is learned. */
  readonly boundary?: number;
  /** What a wide boundary costs, nu >= 0: larger draws the boundary, and with it classes, together. */
  readonly cost?: number;
};

/**
 * Margin loss (Wu et al. 2017), with d = sqrt(2 - 2 s) and a boundary beta of its own, which is learned:
 * sum of (alpha + d_ap - beta)+ over positive and (alpha + beta - d_an)+ over negative pairs, each kind as a share of its
 * pairs, over the shares that are above 0, + nu beta. As shares, so that the many negatives don't outnumber: where all
 * classes are of one size it is pytorch-metric-learning's over all triplets. The paper has one beta a class, too; here
 * nobody knows classes.
 *
 * Of alpha Musgrave et al. 2020 (A Metric Learning Reality Check) found 0.08 to 0.09 best, of beta's beginning 0.78, 1.32
 * and 1.11 (CUB, Cars, SOP); the paper has 0.2 and 1.2, with nu 0.
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
