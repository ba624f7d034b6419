import { powered } from '../backbones/projection.ts';
import { type Matrix, matrix } from '../base/matrix.ts';
import { orthonormalBasis } from '../linalg/orthonormal-basis.ts';
import type { Product } from '../linalg/product.ts';
import type { FitProjection } from './projection-fit.ts';
import { type Scatter, withinClassScatter } from './scatter.ts';
import { whiteningFactor } from './whitened.ts';
import { whiteningFor } from './whitening.ts';

/** In fewer directions than this, cosines hardly show how familiar a picture is. */
const minDirections = 16;

/**
 * Linear discriminant analysis (Rao 1948): the C - 1 directions of the whitened space in which class means differ.
 * Nearest class means stay the same; directions unrelated to the classes no longer dilute cosines, and vectors are
 * short. Null where class means differ in too few directions, or where no direction would be dropped.
 */
export const discriminant: FitProjection = async (learned, { power, shrinkage }, product) => {
  const directions = learned.classes.length - 1;
  if (directions < minDirections || directions >= learned.embeddings.columns) return null;
  const embeddings = powered(learned.embeddings, power);
  const scatter = await withinClassScatter({ ...learned, embeddings }, product);
  const weights = scatter && (await betweenMeans(scatter, whiteningFactor(scatter, shrinkage), product));
  if (scatter === null || weights === null) return null;
  return { name: 'discriminant', power, mean: scatter.mean, std: null, weights };
};

/**
 * Weights [C - 1, D] of the projection to the directions between class means, which are orthonormal in the space that
 * `factor` whitens; null where there are too few.
 */
async function betweenMeans(
  { mean, means: { rows, columns, data } }: Scatter,
  factor: Float64Array,
  product: Product,
): Promise<Matrix | null> {
  const whitening = whiteningFor(factor, rows, product);
  const centred = matrix(
    rows,
    columns,
    data.map((value, i) => value - mean[i % columns]),
  );
  const basis = orthonormalBasis(await whitening.into(centred), rows - 1);
  return basis.rows < minDirections ? null : whitening.weightsTo(basis);
}
