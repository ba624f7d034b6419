import { DiscernError } from '../../base/error.ts';

/**
 * The lower triangular L with L L^T = A, row-major. `a` is [size, size], symmetric, positive definite; only its
 * lower triangle is read. Throws `too-few` where A is not positive definite.
 */
export function cholesky(a: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      lower[i * size + j] = (a[i * size + j] - rowDot(lower, i * size, j * size, j)) / lower[j * size + j];
    }
    const pivot = a[i * size + i] - rowDot(lower, i * size, i * size, i);
    if (!(pivot > 0)) throw notPositiveDefinite();
    lower[i * size + i] = Math.sqrt(pivot);
  }
  return lower;
}

/** The inverse of a lower triangular matrix [size, size], itself lower triangular. */
export function invertLower(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const target = inverse.subarray(i * size, i * size + i + 1);
    for (let k = 0; k < i; k++) subtractScaled(target, inverse, k * size, k + 1, lower[i * size + k]);
    target[i] = 1;
    const scale = 1 / lower[i * size + i];
    for (let j = 0; j <= i; j++) target[j] *= scale;
  }
  return inverse;
}

function rowDot(values: Float64Array, a: number, b: number, length: number): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < length; k += 2) {
    even += values[a + k] * values[b + k];
    odd += values[a + k + 1] * values[b + k + 1];
  }
  return k < length ? even + odd + values[a + k] * values[b + k] : even + odd;
}

function subtractScaled(target: Float64Array, source: Float64Array, from: number, length: number, by: number): void {
  for (let j = 0; j < length; j++) target[j] -= by * source[from + j];
}

function notPositiveDefinite(): DiscernError {
  return new DiscernError('too-few', 'the scatter within classes has no inverse', {
    given: 'pictures that do not vary in every direction',
    expected: 'a shrinkage above 0',
    todo: 'add pictures per class, or raise the shrinkage',
  });
}
