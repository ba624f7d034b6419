import { add, clip, mul, sqrt, square, sub } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { RelationLoss } from '../loss.ts';
import { logOnePlusExp, logSumExp, weightedMean } from '../reductions.ts';

/** Options of tupletMargin. */
export type TupletMarginOptions = {
  /**
   * Angle in degrees within which a positive has no loss, 0 to about 30. Larger keeps a class from shrinking to a
   * point; too large lets classes overlap.
   */
  readonly slackDegrees?: number;
  /** Multiplies cosines, above 0. Larger lets the hardest negatives count most, and label noise with them. */
  readonly scale?: number;
};

/**
 * Tuplet margin loss (Yu and Tao 2019), for hard negatives and classes that must not shrink to points. The mean over
 * positive pairs (a, p), with n the anchor's negatives, theta the angles, [A, O], and b the slack, of
 *   log(1 + sum_n e^(scale (cos theta_an - cos(theta_ap - b))))
 * The defaults, 5.73 degrees (0.1 radians) and 64, are the paper's. The paper uses it together with intraPairVariance.
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

/** cos(theta - b) from cosines: cos theta cos b + sin theta sin b. The sine has no gradient where theta is nearly 0. */
function cosineWithin(cosines: Value, b: number): Value {
  const sines = sqrt(clip(sub(1, square(cosines)), 1e-6, 1));
  return add(mul(cosines, Math.cos(b)), mul(sines, Math.sin(b)));
}
