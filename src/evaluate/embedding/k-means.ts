import { dot, type Matrix, matrix, row, takeRows } from '../../base/matrix.ts';
import { throwIfAborted } from '../../base/progress.ts';
import { rowBlocks, rowsPerBlock } from '../../base/row-blocks.ts';
import { type KMeansPlusPlusOptions, kMeansPlusPlus } from './k-means-plus-plus.ts';

/** Options of k-means. */
export type KMeansOptions = KMeansPlusPlusOptions & {
  /** Largest number of rounds. Most runs settle in 10 to 30. */
  readonly rounds?: number;
};

/** N rows in k groups. */
export type Groups = {
  /** [N], 0 .. k - 1, the nearest centre of each row. */
  readonly groups: Int32Array;
  /** [k, D], the mean of the rows of each group in the round before. */
  readonly centres: Matrix;
  readonly rounds: number;
};

/** Share of rows that may still change their group at the end: the remaining rounds cost much and change little. */
const settledShare = 1e-3;

/**
 * k-means (Lloyd 1982) of rows [N, D], from k-means++ centres, until at most one row in a thousand changes its group. A
 * centre without rows moves to the row farthest from its own centre. The same seed gives the same groups. Throws
 * `interrupted` if the signal is aborted between two blocks.
 */
export async function kMeans(vectors: Matrix, k: number, { rounds = 50, ...options }: KMeansOptions): Promise<Groups> {
  let centres = takeRows(vectors, await kMeansPlusPlus(vectors, k, options));
  let nearest = await nearestCentres(vectors, centres, options);
  let moved = vectors.rows;
  let done = 0;
  for (; done < rounds && moved > settledShare * vectors.rows; done++) {
    options.progress?.({ stage: 'grouping', done, total: rounds });
    centres = meansOf(vectors, nearest, k);
    const next = await nearestCentres(vectors, centres, options);
    moved = next.groups.reduce((sum, group, i) => sum + (group === nearest.groups[i] ? 0 : 1), 0);
    nearest = next;
  }
  options.progress?.({ stage: 'grouping', done: rounds, total: rounds });
  return { groups: nearest.groups, centres, rounds: done };
}

/**
 * The nearest centre of each row, and how near it is: x m - |m|^2 / 2, which falls with the distance if all rows have
 * the same length.
 */
type Nearest = { readonly groups: Int32Array; readonly nearness: Float32Array };

async function nearestCentres(
  vectors: Matrix,
  centres: Matrix,
  { product, signal }: KMeansPlusPlusOptions,
): Promise<Nearest> {
  const halves = Float32Array.from({ length: centres.rows }, (_, c) => dot(row(centres, c), row(centres, c)) / 2);
  const groups = new Int32Array(vectors.rows);
  const nearness = new Float32Array(vectors.rows);
  for (const { start, block } of rowBlocks(vectors, rowsPerBlock(centres.rows))) {
    throwIfAborted(signal);
    const products = await product(block, centres);
    for (let i = 0; i < block.rows; i++) {
      const best = bestOf(row(products, i), halves);
      groups[start + i] = best;
      nearness[start + i] = products.data[i * centres.rows + best] - halves[best];
    }
  }
  return { groups, nearness };
}

function bestOf(products: Float32Array, halves: Float32Array): number {
  let best = 0;
  for (let c = 1; c < products.length; c++) if (products[c] - halves[c] > products[best] - halves[best]) best = c;
  return best;
}

/** [k, D], summed in float64. */
function meansOf(vectors: Matrix, { groups, nearness }: Nearest, k: number): Matrix {
  const sums = new Float64Array(k * vectors.columns);
  const counts = new Int32Array(k);
  groups.forEach((group, i) => {
    counts[group]++;
    const values = row(vectors, i);
    for (let j = 0; j < values.length; j++) sums[group * vectors.columns + j] += values[j];
  });
  const means = matrix(k, vectors.columns);
  for (let j = 0; j < sums.length; j++) means.data[j] = sums[j] / Math.max(1, counts[Math.floor(j / vectors.columns)]);
  const empty = [...counts.keys()].filter((c) => counts[c] === 0);
  farthest(nearness, empty.length).forEach((i, at) => {
    row(means, empty[at]).set(row(vectors, i));
  });
  return means;
}

function farthest(nearness: Float32Array, count: number): number[] {
  if (count === 0) return [];
  return [...nearness.keys()].sort((a, b) => nearness[a] - nearness[b]).slice(0, count);
}
