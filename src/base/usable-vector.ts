import { type Matrix, row } from './matrix.ts';

/** Whether a vector can be compared with others: all its numbers are finite and not all are zero. */
export function isUsable(vector: Float32Array): boolean {
  const squares = sumOfSquares(vector);
  return squares > 0 && squares < Number.POSITIVE_INFINITY;
}

/** Whether all numbers are finite: neither NaN nor infinity. */
export function allFinite(numbers: Float32Array): boolean {
  return sumOfSquares(numbers) < Number.POSITIVE_INFINITY;
}

/** In float64, where a sum of squares of finite float32 numbers cannot overflow. */
function sumOfSquares(numbers: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i] * numbers[i];
  return sum;
}

/**
 * The indices of rows with NaN or infinity, ascending. A row of zeros counts as finite: a centred vector may be zero.
 */
export function nonFiniteRows(matrix: Matrix): number[] {
  return Array.from({ length: matrix.rows }, (_, i) => i).filter((i) => !allFinite(row(matrix, i)));
}

/** The indices of rows that isUsable refuses (NaN, infinity, or all zeros), ascending. */
export function unusableRows(matrix: Matrix): number[] {
  return Array.from({ length: matrix.rows }, (_, i) => i).filter((i) => !isUsable(row(matrix, i)));
}
