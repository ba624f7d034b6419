import { cast, greater, mul, not, reshape, slice } from './ops.ts';
import type { Value } from './value.ts';

/**
 * Makes a function that copies a float value x, but only after `moment`, another value, is known. Whatever uses the
 * copy runs late and is never merged with the same computation on x itself: x is multiplied by a number that depends on
 * `moment` and is always 1, which ONNX Runtime cannot know.
 */
export function computedAfter(moment: Value): (x: Value) => Value {
  const first = slice(reshape(moment, [-1]), 0, 0, 1);
  const always = not(greater(first, Number.POSITIVE_INFINITY));
  return (x) => mul(x, reshape(cast(always, x.type), []));
}
