import { div, mul, sub, sum } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { orZero, weightedMean } from '../reductions.ts';
import { anchorsWithPositives } from './anchors-with-positives.ts';
import { smoothRanks } from './smooth-ranks.ts';

/** Options of smoothAp. */
export type SmoothApOptions = {
  /**
   * Scale of the cosine differences that decide an order, above 0. Small is close to average precision, but gives a
   * gradient only to near ties; large moves everything, but is far from it. The paper's best is 0.01.
   */
  readonly temperature?: number;
};

/**
 * Smooth-AP (Brown et al. 2020): average precision down to the last place, for large batches. Over anchors with
 * positives
 *   1 - mean_a mean_i R+_i / R_i
 * with R+_i and R_i the smooth ranks of positive i among positives and among all, [A, P] (smooth-ranks.ts). 0 to 1. The
 * authors' code counts an anchor among its own positives, which makes the loss look better; here it does not.
 */
export function smoothAp({ temperature = 0.01 }: SmoothApOptions = {}): RelationLoss {
  return {
    needs: 'triplets',
    value: (comparisons) => {
      const { weights, amongPositives, overall } = smoothRanks(comparisons, temperature);
      const averages = orZero(sum(mul(weights, div(amongPositives, overall)), 1), sum(weights, 1));
      return weightedMean(sub(1, averages), anchorsWithPositives(comparisons));
    },
  };
}
