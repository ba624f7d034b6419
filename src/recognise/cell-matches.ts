import { largestIndices } from '../base/largest-indices.ts';
import { type Matrix, normaliseRows, row } from '../base/matrix.ts';
import type { Product } from '../linalg/product.ts';

/** For every cell of a picture, the cell of another picture that is most like it. */
export type CellMatches = {
  /** Cosine with that cell, [cells], -1..1. */
  readonly similarities: Float32Array;
  /** Index of that cell, [cells]. */
  readonly cells: Int32Array;
};

/** Compares the cells of two pictures, [n, C] and [m, C], by cosine. */
export async function matchCells(own: Matrix, others: Matrix, product: Product): Promise<CellMatches> {
  const cosines = await product(normaliseRows(own), normaliseRows(others)); // [n, m]
  const cells = Int32Array.from({ length: own.rows }, (_, i) => largestIndices(row(cosines, i), 1)[0]);
  return { similarities: Float32Array.from(cells, (j, i) => row(cosines, i)[j]), cells };
}
