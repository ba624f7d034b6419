import { div, mul, sub, sum } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { orZero, weightedMean } from '../reductions.ts';
import { anchorsWithPositives } from './anchors-with-positives.ts';
import { smoothRanks } from './smooth-ranks.ts';

/** Options of smoothAp. */
export type SmoothApOptions = {
  /**
   * How large a difference of cosines must be to settle an order, above 0: a small one is true to average precision and
   * moves only what nearly ties, a large one moves all and is far from it. The paper's best is 0.01.
   */
  readonly temperature?: number;
};

/**
 * Smooth-AP (Brown et al. 2020): 1 - mean_a AP_a over anchors that have positives, AP = mean_i R+_i / R_i over the
 * positives i, their ranks among positives and among all taken with sigmoids (smooth-ranks.ts). 0 to 1. The authors'
 * code counts an anchor among its own positives, which flatters; here it is not.
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
