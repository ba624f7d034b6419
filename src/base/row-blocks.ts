import { type Matrix, matrix } from './matrix.ts';

/** Consecutive rows of a matrix, as a view into it. */
export type RowBlock = {
  /** Index in the matrix of the first row of `block`. */
  readonly start: number;
  readonly block: Matrix;
};

/**
 * Splits a matrix into blocks of `size` rows (at least 1); the last block may be shorter. Yields nothing for a matrix
 * without rows.
 */
export function* rowBlocks({ rows, columns, data }: Matrix, size: number): Generator<RowBlock> {
  for (let start = 0; start < rows; start += size) {
    const end = Math.min(start + size, rows);
    yield { start, block: matrix(end - start, columns, data.subarray(start * columns, end * columns)) };
  }
}

/** Most numbers that the scores of one block may have (64 MB of float32). */
const blockNumbers = 1 << 24;

/** Most rows of a block. At 1280 dimensions, a block of this size takes 20 MB. */
const mostRows = 4096;

/** How many rows to process at once so that memory stays bounded, where each row is compared with `others` vectors. */
export function rowsPerBlock(others: number): number {
  return Math.min(mostRows, Math.max(1, Math.floor(blockNumbers / Math.max(1, others))));
}
