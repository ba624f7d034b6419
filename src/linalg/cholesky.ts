import { DiscernError } from '../base/error.ts';
import { subtractCombination, transposed64 } from './float64-rows.ts';

/** Rows of an inverse are combined in blocks of this many; the zeros of each block are skipped. */
const blockRows = 4;

/**
 * The lower triangular L with L L^T = A, row-major. `a` is [size, size], symmetric and positive definite; only its
 * upper triangle is read. Throws `too-few` where A is not positive definite.
 */
export function cholesky(a: Float64Array, size: number): Float64Array {
  const upper = new Float64Array(size * size); // U = L^T by rows: sqrt(pivot) u_i = a_i - sum_{k < i} u_ki u_k
  for (let i = 0; i < size; i++) {
    const at = i * size + i;
    upper.set(a.subarray(at, (i + 1) * size), at);
    const above = { data: upper, start: i, stride: size, length: size - i };
    subtractCombination(upper, at, above, i, (k) => upper[k * size + i]);
    if (!(upper[at] > 0)) throw notPositiveDefinite();
    scaleRow(upper, at, size - i, 1 / Math.sqrt(upper[at]));
  }
  return transposed64(upper, size);
}

/** The inverse of a lower triangular matrix [size, size], itself lower triangular. */
export function invertLower(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size); // l_ii x_i = e_i - sum_{k < i} l_ik x_k
  for (let i = 0; i < size; i++) {
    const at = i * size;
    for (let first = 0; first < i; first += blockRows) {
      const end = Math.min(first + blockRows, i);
      const above = { data: inverse, start: first * size, stride: size, length: end };
      subtractCombination(inverse, at, above, end - first, (k) => lower[at + first + k]);
    }
    inverse[at + i] = 1;
    scaleRow(inverse, at, i + 1, 1 / lower[at + i]);
  }
  return inverse;
}

/** Solves L X = B by forward substitution. `lower` is L [size, size], lower triangular; `b` and X are [size, count]. */
export function solveLower(lower: Float64Array, size: number, b: Float64Array): Float64Array {
  const count = b.length / size;
  const x = b.slice(); // l_ii x_i = b_i - sum_{k < i} l_ik x_k
  for (let i = 0; i < size; i++) {
    const above = { data: x, start: 0, stride: count, length: count };
    subtractCombination(x, i * count, above, i, (k) => lower[i * size + k]);
    scaleRow(x, i * count, count, 1 / lower[i * size + i]);
  }
  return x;
}

/** Solves L^T X = B by back substitution; shapes as for `solveLower`. */
export function solveTransposed(lower: Float64Array, size: number, b: Float64Array): Float64Array {
  const count = b.length / size;
  const x = b.slice(); // l_ii x_i = b_i - sum_{k > i} l_ki x_k
  for (let i = size - 1; i >= 0; i--) {
    const next = i + 1;
    const below = { data: x, start: next * count, stride: count, length: count };
    subtractCombination(x, i * count, below, size - next, (k) => lower[(next + k) * size + i]);
    scaleRow(x, i * count, count, 1 / lower[i * size + i]);
  }
  return x;
}

function scaleRow(values: Float64Array, at: number, length: number, scale: number): void {
  for (let j = at; j < at + length; j++) values[j] *= scale;
}

function notPositiveDefinite(): DiscernError {
  return new DiscernError('too-few', 'the within-class scatter matrix is not invertible', {
    given: 'pictures that do not vary in every direction',
    expected: 'a shrinkage above 0',
    todo: 'add pictures per class, or raise the shrinkage',
  });
}
