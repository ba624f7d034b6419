import { DiscernError } from '../../base/error.ts';
import { subtractCombination } from './float64-rows.ts';

/** Rows of an inverse that are combined at once: their zeros are skipped by blocks of so many. */
const blockRows = 4;

/**
 * The lower triangular L with L L^T = A, row-major. `a` is [size, size], symmetric, positive definite; only its
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
    const scale = 1 / Math.sqrt(upper[at]);
    for (let j = at; j < (i + 1) * size; j++) upper[j] *= scale;
  }
  return flipped(upper, size);
}

/** The inverse X of a lower triangular matrix L [size, size], itself lower triangular. */
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
    const scale = 1 / lower[at + i];
    for (let j = at; j <= at + i; j++) inverse[j] *= scale;
  }
  return inverse;
}

function flipped(values: Float64Array, size: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) result[j * size + i] = values[i * size + j];
  }
  return result;
}

function notPositiveDefinite(): DiscernError {
  return new DiscernError('too-few', 'the scatter within classes has no inverse', {
    given: 'pictures that do not vary in every direction',
    expected: 'a shrinkage above 0',
    todo: 'add pictures per class, or raise the shrinkage',
  });
}
