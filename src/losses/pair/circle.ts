import { add, mul, relu, softplus, sub } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { held, logSumExp, weightedMean, withBoth } from '../reductions.ts';

/** Options of circle. */
export type CircleOptions = {
  /**
   * Relaxation m, 0 to 1: positives are pulled to a cosine of 1 - m, negatives pushed to m. Smaller demands tighter
   * classes; too small never rests, too large demands little.
   */
  readonly relaxation?: number;
  /**
   * Scale gamma of cosines, above 0. Larger lets the hardest pairs count most, and label noise with them; smaller, all
   * alike.
   */
  readonly scale?: number;
};

/**
 * Circle loss (Sun et al. 2020) on pairs: each pair has its own weight, large where it is far from its optimum. For
 * fine-grained retrieval, and faces. The mean over anchors with positives p and negatives n of
 *   log(1 + sum_n e^(gamma a_n (s_n - m)) sum_p e^(-gamma a_p (s_p - 1 + m))), a_p = (1 + m - s_p)+, a_n = (s_n + m)+
 * with cosines s, [A, O]. The weights a_p and a_n are constants for the gradient, as in the paper. The defaults are the
 * paper's for fine-grained retrieval; for faces it has m 0.25 and gamma 256, for people gamma 128.
 */
export function circle({ relaxation: m = 0.4, scale: gamma = 80 }: CircleOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities: s, positive, negative }) => {
      const now = held(s);
      const near = mul(mul(relu(sub(1 + m, now)), -gamma), sub(s, 1 - m));
      const far = mul(mul(relu(add(now, m)), gamma), sub(s, m));
      const x = add(logSumExp(far, negative), logSumExp(near, positive));
      return weightedMean(softplus(x), withBoth({ positive, negative }));
    },
  };
}
