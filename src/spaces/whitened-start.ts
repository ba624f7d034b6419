import { type Matrix, matrix, normaliseRows, takeRows } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { leadingDirections } from '../linalg/leading-directions.ts';
import { composed, type Product } from '../linalg/product.ts';
import { usualWhitening, whitened } from './whitened.ts';

/** Where the projection of a metric begins: f = normalise(weights x + bias), of unit embeddings x. */
export type ProjectionStart = {
  /** [E, D]; zeros where embeddings vary in fewer directions. */
  readonly weights: Matrix;
  /** [E]. */
  readonly bias: Float32Array;
};

/**
 * The whitened space of what is known to be the same, be that classes or no more than pairs (relevant component analysis,
 * Bar-Hillel et al. 2003), and of it the E directions in which embeddings vary most. In closed form it is already as good
 * as most of what losses find on a frozen backbone; they go on from there. `identities` [N] are equal for rows of
 * `all` [N, D] that are the same; rows of which no other is are left out, as is null. Null where no two are known
 * to be the same, or all that are do not differ.
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
  const space = await whitened({ embeddings, labels, classes }, { ...usualWhitening, power: 1 }, product);
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

/** Unit embeddings [N, D] in that space: [N, E], unit length. */
export async function startedIn(
  { weights, bias }: ProjectionStart,
  embeddings: Matrix,
  product: Product,
): Promise<Matrix> {
  const { rows, columns, data } = await product(embeddings, weights);
  const moved = data.map((value, i) => value + bias[i % columns]);
  return normaliseRows(matrix(rows, columns, moved));
}

/** What brings rows to length 1 in the mean, so that learning rates suit them. */
function scaleOf({ rows, data }: Matrix): number {
  const squares = data.reduce((sum, value) => sum + value * value, 0);
  return squares > 0 ? Math.sqrt(rows / squares) : 1;
}
