import { clip, greater, mul, sqrt, square, sub, where } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';

/** The least squared sine that float32 can compute from its cosine; below it the sine has no gradient. */
const leastSquaredSine = 1e-6;

/**
 * cos(theta + m) from cos(theta), for a margin m of 0 to 180 degrees, as cos cos - sin sin. This avoids the derivative
 * of the arc cosine, which is infinite at 1. Beyond theta = pi - m, where the cosine would rise again, it is cos(theta)
 * - m sin m, so that it always falls (Deng et al. 2019, and their code).
 */
export function widerAngle(cosine: Value, degrees: number): Value {
  const m = (degrees * Math.PI) / 180;
  const sine = sqrt(clip(sub(1, square(cosine)), leastSquaredSine, 1));
  const widened = sub(mul(cosine, Math.cos(m)), mul(sine, Math.sin(m)));
  return where(greater(cosine, -Math.cos(m)), widened, sub(cosine, m * Math.sin(m)));
}
