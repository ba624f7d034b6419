import { add, mul, relu, softplus, sub } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { held, logSumExp, weightedMean, withBoth } from '../reductions.ts';

/** Options of circle. */
export type CircleOptions = {
  /** Relaxation m, 0 to 1: positives rest at a cosine of 1 - m, negatives at m. Smaller asks for tighter classes. */
  readonly relaxation?: number;
  /** Scale gamma, > 0, of cosines: larger lets the hardest pairs count most, smaller all alike. */
  readonly scale?: number;
};

/**
 * Circle loss (Sun et al. 2020) on pairs. The mean over anchors that have positives p and negatives n of
 * log(1 + sum_n e^(gamma a_n (s_n - m)) sum_p e^(-gamma a_p (s_p - 1 + m))), a_p = (1 + m - s_p)+, a_n = (s_n + m)+.
 * a_p and a_n only weigh: they are held constant on the way back, as in the paper's gradient, which thus is not the
 * value's slope. The defaults are the paper's for fine-grained retrieval; it has 0.25 and 256 for faces, 128 for people.
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
