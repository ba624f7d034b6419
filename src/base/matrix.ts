import { internalError } from './error.ts';

/** Row-major float32 matrix: `data` has rows * columns numbers. A row is usually one embedding. */
export type Matrix = { readonly rows: number; readonly columns: number; readonly data: Float32Array };

/**
 * Wraps `data` (not copied; zeros where absent) as a matrix. Throws `internal` where its length is not rows * columns.
 *
 * @example
 * const embeddings = matrix(2, 3, Float32Array.of(1, 2, 3, 4, 5, 6)); // [N, D]
 * [...row(embeddings, 1)]; // => [4, 5, 6]
 */
export function matrix(rows: number, columns: number, data: Float32Array = new Float32Array(rows * columns)): Matrix {
  if (data.length !== rows * columns) throw internalError(`${data.length} numbers for a ${rows} x ${columns} matrix`);
  return { rows, columns, data };
}

/**
 * Row `index` as a view into the matrix: writing to it writes to the matrix.
 *
 * @example
 * const scores = fromRows([[1, 2], [3, 4]]);
 * row(scores, 0).fill(0);
 * [...scores.data]; // => [0, 0, 3, 4]
 */
export function row({ columns, data }: Matrix, index: number): Float32Array {
  return data.subarray(index * columns, (index + 1) * columns);
}

/**
 * A matrix with these rows, copied. Throws `internal` where their lengths differ.
 *
 * @example
 * const { rows, columns, data } = fromRows([[1, 2], [3, 4], [5, 6]]);
 * [rows, columns]; // => [3, 2]
 * [...data]; // => [1, 2, 3, 4, 5, 6]
 */
export function fromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const result = matrix(rows.length, columns);
  rows.forEach((values, index) => {
    if (values.length !== columns) throw internalError(`row ${index} has ${values.length} of ${columns} numbers`);
    row(result, index).set(values);
  });
  return result;
}

/**
 * The rows at `indices`, in that order, copied.
 *
 * @example
 * const chosen = takeRows(fromRows([[1, 2], [3, 4], [5, 6]]), [2, 0]);
 * [...chosen.data]; // => [5, 6, 1, 2]
 */
export function takeRows(source: Matrix, indices: readonly number[]): Matrix {
  const result = matrix(indices.length, source.columns);
  indices.forEach((from, to) => {
    row(result, to).set(row(source, from));
  });
  return result;
}

/** The rows of one matrix above those of another, as long. */
export function stackRows(above: Matrix, below: Matrix): Matrix {
  if (above.rows === 0) return below;
  const result = matrix(above.rows + below.rows, above.columns);
  result.data.set(above.data);
  result.data.set(below.data, above.data.length);
  return result;
}

/** Scales `vector` in place to unit Euclidean length; a zero vector stays zero. Returns it. */
export function normalise(vector: Float32Array): Float32Array {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  if (sum === 0) return vector;
  const scale = 1 / Math.sqrt(sum);
  for (let i = 0; i < vector.length; i++) vector[i] *= scale;
  return vector;
}

/**
 * A copy whose rows have unit length.
 *
 * @example
 * const unit = normaliseRows(fromRows([[0, 5], [-2, 0], [0, 0]]));
 * [...unit.data]; // => [0, 1, -1, 0, 0, 0]
 */
export function normaliseRows({ rows, columns, data }: Matrix): Matrix {
  const result = matrix(rows, columns, data.slice());
  for (let i = 0; i < rows; i++) normalise(row(result, i));
  return result;
}

/** The inner product of two vectors of equal length. For unit vectors this is their cosine similarity. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
