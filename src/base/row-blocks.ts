import { type Matrix, matrix } from './matrix.ts';

/** Consecutive rows of a matrix, as a view into it. */
export type RowBlock = {
  /** The row of the matrix that is the first one of `block`. */
  readonly start: number;
  readonly block: Matrix;
};

/** The matrix in blocks of `size` (at least 1) rows, the last one shorter; none where it has no row. */
export function* rowBlocks({ rows, columns, data }: Matrix, size: number): Generator<RowBlock> {
  for (let start = 0; start < rows; start += size) {
    const end = Math.min(start + size, rows);
    yield { start, block: matrix(end - start, columns, data.subarray(start * columns, end * columns)) };
  }
}

/** Numbers that a block's scores may be (64 MB). */
const blockNumbers = 1 << 24;

/** Rows beside which no other count matters: a block of 1280 dimensions then is 20 MB. */
const mostRows = 4096;

/** How many rows to answer at once, so that memory stays bounded where each of them is compared with `others`. */
export function blockSize(others: number): number {
  return Math.min(mostRows, Math.max(1, Math.floor(blockNumbers / Math.max(1, others))));
}
