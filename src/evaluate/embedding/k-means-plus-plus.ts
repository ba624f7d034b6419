import { dot, type Matrix, row, takeRows } from '../../base/matrix.ts';
import { type ProgressOptions, throwIfAborted } from '../../base/progress.ts';
import { type Random, random } from '../../base/random.ts';
import { rowBlocks } from '../../base/row-blocks.ts';
import type { Product } from '../../linalg/product.ts';
import { cumulativeSums, drawWeighted } from './cumulative-sums.ts';

/** Options of `spreadRows`. */
export type KMeansPlusPlusOptions = ProgressOptions & { readonly product: Product; readonly seed?: number };

/** Number of draws, each of which updates all distances; larger counts are drawn several rows at a time. */
const draws = 256;

/** Rows whose distances are updated at once. */
const blockRows = 16384;

/**
 * k-means++ (Arthur and Vassilvitskii 2007): draws `count` of the rows [N, D], the first uniformly, each other with
 * probability proportional to its squared distance from the nearest row drawn before. Beyond 256 rows each draw takes
 * several at once, as in k-means|| (Bahmani et al. 2012), so that thousands take as long as hundreds.
 */
export async function kMeansPlusPlus(
  vectors: Matrix,
  count: number,
  { product, signal, seed = 0 }: KMeansPlusPlusOptions,
): Promise<number[]> {
  const stream = random(seed, 'k-means++');
  const squares = Float64Array.from({ length: vectors.rows }, (_, i) => dot(row(vectors, i), row(vectors, i)));
  const distances = new Float64Array(vectors.rows).fill(Number.POSITIVE_INFINITY);
  const chosen = [stream.integer(vectors.rows)];
  let latest = chosen;
  while (chosen.length < count) {
    const centres = takeRows(vectors, latest);
    const lengths = latest.map((i) => squares[i]);
    for (const { start, block } of rowBlocks(vectors, blockRows)) {
      throwIfAborted(signal);
      lowerDistances(distances, start, await product(block, centres), { squares, lengths });
    }
    for (const i of latest) distances[i] = 0;
    latest = drawn(distances, Math.min(Math.ceil(count / draws), count - chosen.length), stream);
    chosen.push(...latest);
  }
  return chosen;
}

type Lengths = { readonly squares: Float64Array; readonly lengths: readonly number[] };

/** Lowers the squared distances of a block of rows to those from the latest centres: |x|^2 + |c|^2 - 2 x c. */
function lowerDistances(distances: Float64Array, start: number, products: Matrix, { squares, lengths }: Lengths): void {
  for (let i = 0; i < products.rows; i++) {
    for (let c = 0; c < products.columns; c++) {
      const squared = squares[start + i] + lengths[c] - 2 * products.data[i * products.columns + c];
      distances[start + i] = Math.min(distances[start + i], Math.max(0, squared));
    }
  }
}

/** Draws at most `count` different rows with probabilities proportional to `weights`. */
function drawn(weights: Float64Array, count: number, stream: Random): number[] {
  const sums = cumulativeSums(weights);
  return [...new Set(Array.from({ length: count }, () => drawWeighted(sums, stream)))];
}
