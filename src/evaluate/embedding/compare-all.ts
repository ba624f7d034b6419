import { type Matrix, row, takeRows } from '../../base/matrix.ts';
import { type ProgressOptions, throwIfAborted } from '../../base/progress.ts';
import type { Product } from '../../linalg/product.ts';
import type { PairCounts, Rankings } from '../../metrics/evidence.ts';
import { type ClassOrder, classSizes } from './class-order.ts';
import { emptyHistograms } from './cosine-levels.ts';
import { type Query, query, type Tile } from './query.ts';

/** Result of comparing all rows with each other. Index p is a position in the class order. */
export type AllPairs = {
  /** [N]; zeros for the only row of a class, which is no query. */
  readonly rankings: Rankings;
  /** Every pair of different rows, once. */
  readonly pairs: PairCounts;
};

/** Rows on either side of one matrix product: 16 MB of cosines. */
const blockRows = 2048;

/** Numbers that the lists of one block of queries may hold (32 MB). */
const listNumbers = 2 ** 23;

/**
 * Compares N unit rows [N, D] with each other, one block of queries against one block of rows at a time. Each query
 * keeps the cosines of its class and as many of the largest others. Memory does not grow with N^2; time does.
 */
export async function compareAll(
  vectors: Matrix,
  order: ClassOrder,
  { product, progress, signal }: ProgressOptions & { readonly product: Product },
): Promise<AllPairs> {
  const total = vectors.rows;
  const rankings = noRankings(total);
  const pairs = emptyHistograms();
  const size = queriesAtOnce(order);
  for (let start = 0; start < total; start += size) {
    progress?.({ stage: 'comparing', done: start, total });
    const end = Math.min(start + size, total);
    const block = rowsAt(vectors, order, start, end);
    const queries = Array.from({ length: end - start }, (_, i) => query(start + i, order));
    for (let at = 0; at < total; at += blockRows) {
      throwIfAborted(signal);
      const to = Math.min(at + blockRows, total);
      addTile(queries, await product(block, rowsAt(vectors, order, at, to)), at, pairs);
    }
    for (const one of queries) one.rankInto(rankings);
  }
  progress?.({ stage: 'comparing', done: total, total });
  return { rankings, pairs };
}

function addTile(queries: readonly Query[], cosines: Matrix, start: number, pairs: PairCounts): void {
  queries.forEach((one, i) => {
    const tile: Tile = { start, cosines: row(cosines, i) };
    one.rank(tile);
    one.count(tile, pairs);
  });
}

function queriesAtOnce(order: ClassOrder): number {
  const largest = classSizes(order).reduce((a, b) => Math.max(a, b), 0);
  return Math.min(blockRows, Math.max(1, Math.floor(listNumbers / (3 * largest))));
}

function rowsAt(vectors: Matrix, { rows }: ClassOrder, start: number, end: number): Matrix {
  return takeRows(vectors, Array.from(rows.subarray(start, end)));
}

function noRankings(count: number): Rankings {
  return {
    firstPlaces: new Int32Array(count),
    rPrecision: new Float64Array(count),
    averagePrecisionAtR: new Float64Array(count),
  };
}
