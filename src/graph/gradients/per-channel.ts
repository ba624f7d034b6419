import { reshape, sum } from '../ops.ts';
import type { Value } from '../value.ts';

/** Reshapes one number per channel, [C], to broadcast over `x` [N, C, ...]. */
export function perChannel(value: Value, x: Value): Value {
  return reshape(value, [-1, ...x.shape.slice(2).map(() => 1)]);
}

/** The sum over batch and space: [N, C, ...] -> [C]. */
export function channelSum(x: Value): Value {
  return sum(x, [0, ...x.shape.slice(2).map((_, axis) => axis + 2)]);
}
