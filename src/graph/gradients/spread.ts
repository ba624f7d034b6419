import { pad, reshape, slice } from '../ops.ts';
import { sizes, type Value } from '../value.ts';

/**
 * x with zeros between its numbers, so that they lie `strides` apart along each axis, and `rest` zeros after the last,
 * fewer than its stride: a size n becomes (n - 1) stride + 1 + rest.
 */
export function spread(x: Value, strides: readonly number[], rest = strides.map(() => 0)): Value {
  if (strides.every((stride) => stride === 1)) return x;
  const sized = sizes(x.shape);
  const cells = reshape(
    x,
    sized.flatMap((size) => [size, 1]),
  );
  const after = strides.flatMap((stride) => [0, stride - 1]);
  const filled = pad(
    cells,
    after.map(() => 0),
    after,
  );
  const whole = reshape(
    filled,
    sized.map((size, axis) => size * strides[axis]),
  );
  return sized.reduce((cut, size, axis) => {
    const end = (size - 1) * strides[axis] + 1 + rest[axis];
    return end < size * strides[axis] ? slice(cut, axis, 0, end) : cut;
  }, whole);
}
