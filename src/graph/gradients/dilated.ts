import { pad, reshape, slice } from '../ops.ts';
import { sizes, type Value } from '../value.ts';

/** Inserts zeros between the numbers of x, so that they are `strides` apart: a size n becomes (n - 1) stride + 1. */
export function dilated(x: Value, strides: readonly number[]): Value {
  if (strides.every((stride) => stride === 1)) return x;
  const sized = sizes(x.shape);
  const cell = strides.flatMap((stride) => [0, stride - 1]);
  const filled = pad(
    reshape(
      x,
      sized.flatMap((size) => [size, 1]),
    ),
    cell.map(() => 0),
    cell,
  );
  const whole = reshape(
    filled,
    sized.map((size, axis) => size * strides[axis]),
  );
  return strides.reduce(
    (cut, stride, axis) => (stride === 1 ? cut : slice(cut, axis, 0, (sized[axis] - 1) * stride + 1)),
    whole,
  );
}
