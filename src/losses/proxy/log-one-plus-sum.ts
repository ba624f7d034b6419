import { concat, expand, logSoftmax, neg, slice, where } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';

/**
 * log(1 + sum e^z) over the columns where `counts` (bool) holds, [R, N] to [R, 1], safe for any z: with a zero beside them it is
 * -log softmax(0, z)_0.
 */
export function logOnePlusSum(z: Value, counts: Value): Value {
  const [rows] = sizes(z.shape);
  const zeros = expand(z.graph.scalar(0, z.type), [rows, 1]);
  return neg(slice(logSoftmax(concat([zeros, where(counts, z, -1e9)], 1)), 1, 0, 1));
}
