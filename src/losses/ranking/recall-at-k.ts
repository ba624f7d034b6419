import { matMul, mean, minimum, mul, reshape, sigmoid, sub, sum } from '../../graph/ops.ts';
import { sizes } from '../../graph/value.ts';
import type { RelationLoss } from '../loss.ts';
import { orZero, weightedMean } from '../reductions.ts';
import { anchorsWithPositives } from './anchors-with-positives.ts';
import { smoothRanks } from './smooth-ranks.ts';

/** Options of recallAtK. */
export type RecallAtKOptions = {
  /**
   * The k whose recalls are averaged, each 1 or more. Small ones train the first places, large ones whole classes. The
   * paper's.
   */
  readonly ks?: readonly number[];
  /** Scale of the cosine differences that decide an order, above 0, as in smoothAp. The paper's is 0.01. */
  readonly temperature?: number;
  /**
   * How many places beyond k still count in part, above 0. Small is close to recall, but gives few gradients; large is
   * smooth, but far from it. The paper's is 1.
   */
  readonly placesTemperature?: number;
};

/**
 * The recall@k surrogate (Patel et al. 2022), where the first places matter and the rest does not. Over anchors with
 * positives
 *   1 - mean_k mean_a min(k, sum_i sigmoid((k - R_i) / T)) / min(k, N+)
 * with R_i the smooth rank of positive i, [A, P] (smooth-ranks.ts), and N+ the number of positives. 0 to 1. Its minimum
 * is above 0, because a rank of k counts as half found. In the authors' code an anchor is first in its own ranking;
 * here it is not in it.
 */
export function recallAtK(options: RecallAtKOptions = {}): RelationLoss {
  const { ks = [1, 2, 4, 8, 16], temperature = 0.01, placesTemperature = 1 } = options;
  return {
    needs: 'triplets',
    value: (comparisons) => {
      const { weights, overall } = smoothRanks(comparisons, temperature);
      const [anchors, positives] = sizes(overall.shape);
      const k = overall.graph.constant(ks, { type: overall.type });
      // [A, P, K]
      const isFound = sigmoid(mul(sub(k, reshape(overall, [anchors, positives, 1])), 1 / placesTemperature));
      const found = reshape(matMul(reshape(weights, [anchors, 1, positives]), isFound), [anchors, ks.length]);
      const recalls = orZero(minimum(found, k), minimum(sum(weights, 1, { keep: true }), k));
      return weightedMean(sub(1, mean(recalls, 1)), anchorsWithPositives(comparisons));
    },
  };
}
