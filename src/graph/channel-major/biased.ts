import { add, reshape } from '../ops.ts';
import type { Value } from '../value.ts';

/** x [M, ...] with a bias [M] added to each row, if there is one. */
export function biased(x: Value, bias: Value | undefined): Value {
  return bias ? add(x, reshape(bias, [-1, ...x.shape.slice(1).map(() => 1)])) : x;
}
