import { type Projection, powered } from '../backbones/projection.ts';
import { internalError } from '../base/error.ts';
import { dot, type Matrix, matrix, row } from '../base/matrix.ts';

/**
 * The direction [D] along which an embedding [D] makes up a score `target . f` of its features f = project(embedding),
 * [E]: direction . embedding = target . f - constant. Lengths are kept as they are at this embedding, and the power
 * acts as the slope phi(x) / x; all else of a projection is linear, so the equation is exact.
 */
export function scoreDirection(
  { power, mean, std, weights }: Projection,
  { embedding, target }: { readonly embedding: Float32Array; readonly target: Float32Array },
): Float32Array {
  const raised = powered(matrix(1, embedding.length, embedding), power).data;
  const shifted = raised.map((value, d) => (value - (mean?.[d] ?? 0)) / (std?.[d] ?? 1));
  const spread = weights ? timesTransposed(target, weights) : target;
  const length = lengthOf(weights ? timesRows(shifted, weights) : shifted);
  return spread.map((value, d) =>
    embedding[d] === 0 ? 0 : (value * raised[d]) / embedding[d] / (std?.[d] ?? 1) / length,
  );
}

/** W x, [E]. */
function timesRows(x: Float32Array, weights: Matrix): Float32Array {
  return Float32Array.from({ length: weights.rows }, (_, i) => dot(row(weights, i), x));
}

/** W^T y, [D]. */
function timesTransposed(y: Float32Array, weights: Matrix): Float32Array {
  if (y.length !== weights.rows) throw internalError(`${y.length} numbers for ${weights.rows} features`);
  const sums = new Float64Array(weights.columns);
  for (let i = 0; i < weights.rows; i++) {
    const values = row(weights, i);
    for (let d = 0; d < sums.length; d++) sums[d] += y[i] * values[d];
  }
  return Float32Array.from(sums);
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector)) || 1;
}
