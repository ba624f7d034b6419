import { type Projection, powered } from '../../backbones/projection.ts';
import { type Matrix, matrix, row } from '../../base/matrix.ts';
import { type Product, transposed } from '../../runtime/product.ts';
import type { FitProjection } from './projection-fit.ts';
import { type Scatter, withinClassScatter } from './scatter.ts';
import { whiten } from './whitened.ts';

/** In fewer directions than this cosines say little of how familiar a picture is. */
const fewestDirections = 16;

/**
 * Linear discriminant analysis (Rao 1948): the whitened space, and of it only the C - 1 directions in which class
 * means differ. Nearest means stay what they were; what has nothing to do with any class no longer dilutes cosines,
 * and vectors are short. Null where there are too few classes, or so many that nothing would be left out.
 */
export const discriminant: FitProjection = async (learned, { power, shrinkage }, product) => {
  const embeddings = powered(learned.embeddings, power);
  const scatter = await withinClassScatter({ ...learned, embeddings }, product);
  return scatter && betweenMeans(scatter, whiten(scatter, { power, shrinkage }), product);
};

/** Keeps of a whitened space the directions between class means; null where that is too few or all. */
export async function betweenMeans(
  { mean, means }: Scatter,
  whitened: Projection,
  product: Product,
): Promise<Projection | null> {
  const directions = means.rows - 1;
  if (whitened.weights === null || directions < fewestDirections || directions >= means.columns) return null;
  const centred = matrix(
    means.rows,
    means.columns,
    means.data.map((value, i) => value - mean[i % means.columns]),
  );
  const basis = orthonormalBasis(await product(centred, whitened.weights), directions); // [C - 1, D]
  return { ...whitened, name: 'discriminant', weights: await product(basis, transposed(whitened.weights)) };
}

/** Orthonormal rows that span the rows of `vectors`, at most `count` (modified Gram-Schmidt, twice). */
function orthonormalBasis(vectors: Matrix, count: number): Matrix {
  const basis: Float64Array[] = [];
  for (let i = 0; i < vectors.rows && basis.length < count; i++) {
    const rest = Float64Array.from(row(vectors, i));
    const before = length(rest);
    for (const direction of [...basis, ...basis]) removePart(rest, direction);
    const after = length(rest);
    if (after > 1e-6 * before) basis.push(rest.map((value) => value / after));
  }
  const result = matrix(basis.length, vectors.columns);
  basis.forEach((direction, index) => {
    row(result, index).set(direction);
  });
  return result;
}

function removePart(vector: Float64Array, direction: Float64Array): void {
  let along = 0;
  for (let j = 0; j < vector.length; j++) along += vector[j] * direction[j];
  for (let j = 0; j < vector.length; j++) vector[j] -= along * direction[j];
}

function length(vector: Float64Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
