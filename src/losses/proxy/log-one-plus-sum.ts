import { concat, expand, logSoftmax, neg, slice, where } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';

/**
 * log(1 + sum e^z) of every row, [R, N] -> [R, 1], over the columns where `counts` (bool) is true. Safe for any z:
 * computed as -log softmax(0, z)_0.
 */
export function logOnePlusSum(z: Value, counts: Value): Value {
  const [rows] = sizes(z.shape);
  const zeros = expand(z.graph.scalar(0, z.type), [rows, 1]);
  return neg(slice(logSoftmax(concat([zeros, where(counts, z, -1e9)], 1)), 1, 0, 1));
}
