import { add, clip, mul, sqrt, square, sub } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { RelationLoss } from '../loss.ts';
import { logOnePlusExp, logSumExp, weightedMean } from '../reductions.ts';

/** Options of tupletMargin. */
export type TupletMarginOptions = {
  /** Degrees by which a positive may lie off before it counts: larger keeps a class from shrinking to a point. */
  readonly slackDegrees?: number;
  /** What cosines are multiplied by, > 0: larger lets the hardest negatives count most, and label noise. */
  readonly scale?: number;
};

/**
 * Tuplet margin loss (Yu and Tao 2019). The mean over positive pairs (a, p), with n the anchor's negatives, theta angles
 * and b the slack, of log(1 + sum_n e^(scale (cos theta_an - cos(theta_ap - b)))).
 * The defaults, 5.73 degrees (0.1 radians) and 64, are the paper's. It goes with intraPairVariance.
 */
export function tupletMargin({ slackDegrees = 5.73, scale = 64 }: TupletMarginOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities, positive, negative }) => {
      const far = logSumExp(mul(similarities, scale), negative);
      const near = mul(cosineWithin(similarities, (slackDegrees / 180) * Math.PI), scale);
      return weightedMean(logOnePlusExp(sub(far, near)), positive);
    },
  };
}

/** cos(theta - b) of cosines: cos theta cos b + sin theta sin b. The sine's slope ends where theta is all but 0. */
function cosineWithin(cosines: Value, b: number): Value {
  const sines = sqrt(clip(sub(1, square(cosines)), 1e-6, 1));
  return add(mul(cosines, Math.cos(b)), mul(sines, Math.sin(b)));
}
