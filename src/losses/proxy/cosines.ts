import { matMul, normalised, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';

/** Cosines of all rows of a, [A, D], with all rows of b, [B, D]: [A, B]; 0 with a row of zeros. */
export function cosines(a: Value, b: Value): Value {
  return matMul(normalised(a), transpose(normalised(b)));
}
