import { clip, greater, mul, sqrt, square, sub, where } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';

/** Below this, squared, float32 does not know a sine beside its cosine: it has no gradient there. */
const leastSquaredSine = 1e-6;

/**
 * cos(theta + m) of cos(theta), for angles m of 0 to 180 degrees, by cos cos - sin sin: the slope of the arc cosine, endless
 * at 1, never appears. Beyond theta = pi - m, where the cosine would rise again, cos(theta) - m sin m, so that it
 * falls all the way (Deng et al. 2019, and their code).
 */
export function widerAngle(cosine: Value, degrees: number): Value {
  const m = (degrees * Math.PI) / 180;
  const sine = sqrt(clip(sub(1, square(cosine)), leastSquaredSine, 1));
  const widened = sub(mul(cosine, Math.cos(m)), mul(sine, Math.sin(m)));
  return where(greater(cosine, -Math.cos(m)), widened, sub(cosine, m * Math.sin(m)));
}
