import { type Matrix, row } from './matrix.ts';

/** Whether a vector can be compared: all of its numbers are finite, and not all are zero. */
export function isUsable(vector: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return sum > 0 && sum < Number.POSITIVE_INFINITY;
}

/** The indices of rows that cannot be compared, ascending. */
export function unusableRows(matrix: Matrix): number[] {
  return Array.from({ length: matrix.rows }, (_, i) => i).filter((i) => !isUsable(row(matrix, i)));
}
