/**
 * sum_k a[atA + k] b[atB + k] for k < length. It keeps four sums, so that the processor does not wait for each addition
 * before the next.
 */
export function innerProduct(a: Float64Array, atA: number, b: Float64Array, atB: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const even = length - (length % 4);
  for (let k = 0; k < even; k += 4) {
    s0 += a[atA + k] * b[atB + k];
    s1 += a[atA + k + 1] * b[atB + k + 1];
    s2 += a[atA + k + 2] * b[atB + k + 2];
    s3 += a[atA + k + 3] * b[atB + k + 3];
  }
  for (let k = even; k < length; k++) s0 += a[atA + k] * b[atB + k];
  return s0 + s1 + (s2 + s3);
}

/** Pieces of equal length of the rows of a matrix: piece k begins at data[start + k * stride]. */
export type RowPieces = {
  readonly data: Float64Array;
  readonly start: number;
  readonly stride: number;
  readonly length: number;
};

/**
 * target[at + j] -= sum_k factor(k) piece_k[j] for k < count. It combines four pieces at once, so that the target is
 * read and written a fourth as often.
 */
export function subtractCombination(
  target: Float64Array,
  at: number,
  { data, start, stride, length }: RowPieces,
  count: number,
  factor: (k: number) => number,
): void {
  const even = count - (count % 4);
  for (let k = 0; k < even; k += 4) {
    const [f0, f1, f2, f3] = [factor(k), factor(k + 1), factor(k + 2), factor(k + 3)];
    const r0 = start + k * stride;
    const [r1, r2, r3] = [r0 + stride, r0 + 2 * stride, r0 + 3 * stride];
    for (let j = 0; j < length; j++) {
      target[at + j] -= f0 * data[r0 + j] + f1 * data[r1 + j] + (f2 * data[r2 + j] + f3 * data[r3 + j]);
    }
  }
  for (let k = even; k < count; k++) {
    const from = start + k * stride;
    const f = factor(k);
    for (let j = 0; j < length; j++) target[at + j] -= f * data[from + j];
  }
}

/** The transpose: [rows, columns] -> [columns, rows]. */
export function transposed64(values: ArrayLike<number>, rows: number): Float64Array {
  const columns = values.length / rows;
  const result = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j];
  }
  return result;
}
