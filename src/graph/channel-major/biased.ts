import { add, reshape } from '../ops.ts';
import type { Value } from '../value.ts';

/** x [M, ...] plus a bias [M], one number per row; x itself where there is no bias. */
export function biased(x: Value, bias: Value | undefined): Value {
  return bias ? add(x, reshape(bias, [-1, ...x.shape.slice(1).map(() => 1)])) : x;
}
