import { matMul, normalised, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';

/** The cosine of every row of a, [A, D], with every row of b, [B, D]: [A, B]; 0 with a row of zeros. */
export function cosines(a: Value, b: Value): Value {
  return matMul(normalised(a), transpose(normalised(b)));
}
