import { type Matrix, matrix, normaliseRows, takeRows } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { leadingDirections } from '../linalg/leading-directions.ts';
import { composed, type Product } from '../linalg/product.ts';
import { defaultWhitening, whitened } from './whitened.ts';

/** The initial projection of a metric head: f = normalise(weights x + bias), for unit embeddings x. */
export type ProjectionStart = {
  /** [E, D]; rows of zeros where embeddings vary in fewer directions. */
  readonly weights: Matrix;
  /** [E]. */
  readonly bias: Float32Array;
};

/**
 * Initial weights in closed form: the whitened space of pictures known to be the same, by classes or only by pairs
 * (relevant component analysis, Bar-Hillel et al. 2003), and of it the E directions in which embeddings vary most. On a
 * frozen backbone it is already about as good as what most losses find; they start from it. `identities` [N] are equal
 * for rows of `all` [N, D] that are the same; rows without a partner, and null, are left out. Null where no two rows
 * are the same, or none of them differ.
 */
export async function whitenedStart<V>(
  all: Matrix,
  identities: ArrayLike<V>,
  dimensions: number,
  { random, product }: { readonly random: Random; readonly product: Product },
): Promise<ProjectionStart | null> {
  const shared = [...membersByValue(identities).values()].filter((members) => members.length > 1);
  if (shared.length === 0) return null;
  const embeddings = takeRows(all, shared.flat());
  const labels = Int32Array.from(shared.flatMap((members, i) => members.map(() => i)));
  const classes = shared.map((_, i) => `${i}`);
  const space = await whitened({ embeddings, labels, classes }, { ...defaultWhitening, power: 1 }, product);
  if (space?.mean == null || space.weights === null) return null;
  const mean = matrix(1, embeddings.columns, space.mean);
  const centred = embeddings.data.map((value, i) => value - mean.data[i % embeddings.columns]);
  const rows = await product(matrix(embeddings.rows, embeddings.columns, centred), space.weights);
  const directions = await leadingDirections(rows, dimensions, { random, product });
  const whole = await composed(directions, space.weights, product);
  const scale = scaleOf(await product(rows, directions));
  const weights = matrix(dimensions, whole.columns);
  weights.data.set(whole.data.map((value) => value * scale));
  const bias = (await product(weights, mean)).data.map((value) => -value);
  return { weights, bias };
}

/** Projects unit embeddings [N, D] into that space: [N, E], unit length. */
export async function projectedByStart(
  { weights, bias }: ProjectionStart,
  embeddings: Matrix,
  product: Product,
): Promise<Matrix> {
  const { rows, columns, data } = await product(embeddings, weights);
  const moved = data.map((value, i) => value + bias[i % columns]);
  return normaliseRows(matrix(rows, columns, moved));
}

/** Scale that brings rows to length 1 on average (root mean square), so that learning rates fit them. */
function scaleOf({ rows, data }: Matrix): number {
  const squares = data.reduce((sum, value) => sum + value * value, 0);
  return squares > 0 ? Math.sqrt(rows / squares) : 1;
}
