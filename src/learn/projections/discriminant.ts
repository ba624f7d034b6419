import { type Projection, powered } from '../../backbones/projection.ts';
import { type Matrix, matrix } from '../../base/matrix.ts';
import { type Product, transposed } from '../../runtime/product.ts';
import { innerProduct, subtractCombination } from './float64-rows.ts';
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

/** Orthonormal rows that span the rows of `vectors`, at most `count` (classical Gram-Schmidt, twice: Giraud et al. 2005). */
function orthonormalBasis({ rows, columns, data }: Matrix, count: number): Matrix {
  const basis = new Float64Array(count * columns);
  let found = 0;
  for (let i = 0; i < rows && found < count; i++) {
    const rest = Float64Array.from(data.subarray(i * columns, (i + 1) * columns));
    const before = length(rest);
    for (let pass = 0; pass < 2; pass++) removeParts(rest, basis, found);
    const after = length(rest);
    if (after <= 1e-6 * before) continue;
    basis.set(
      rest.map((value) => value / after),
      found * columns,
    );
    found++;
  }
  return matrix(found, columns, Float32Array.from(basis.subarray(0, found * columns)));
}

/** Takes from the vector what lies along the first `count` rows of the basis. */
function removeParts(vector: Float64Array, basis: Float64Array, count: number): void {
  const size = vector.length;
  const along = Float64Array.from({ length: count }, (_, k) => innerProduct(basis, k * size, vector, 0, size));
  subtractCombination(vector, 0, { data: basis, start: 0, stride: size, length: size }, count, (k) => along[k]);
}

function length(vector: Float64Array): number {
  return Math.sqrt(innerProduct(vector, 0, vector, 0, vector.length));
}
