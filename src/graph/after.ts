import { cast, greater, mul, not, reshape, slice } from './ops.ts';
import type { Value } from './value.ts';

/**
 * Gives a copy of x, a float, but not before `moment`, another, is known. What is computed from the copy is computed
 * late, and never merged with what is computed from x itself: ONNX Runtime sees x times a number that hangs on
 * `moment`, and cannot know that it is always 1.
 */
export function after(moment: Value): (x: Value) => Value {
  const first = slice(reshape(moment, [-1]), 0, 0, 1);
  const always = not(greater(first, Number.POSITIVE_INFINITY));
  return (x) => mul(x, reshape(cast(always, x.type), []));
}
