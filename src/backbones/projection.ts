import { type Matrix, matrix, normaliseRows, row } from '../base/matrix.ts';
import type { Product } from '../linalg/product.ts';

/**
 * The step after a backbone: from embeddings x to the features f that an approach uses, both of unit length:
 * f = normalise(weights ((phi(x) - mean) / std)), phi(x) = sign(x) |x|^power.
 */
export type Projection = {
  /** Its name in the catalogue that fitted it. */
  readonly name: string;
  /**
   * In (0, 1]. Below 1 it reduces the effect of dimensions with rare large values (Tukey's ladder; Yang et al. 2021); 1
   * changes nothing.
   */
  readonly power: number;
  /** [D]; null for zeros. */
  readonly mean: Float32Array | null;
  /** [D], every entry > 0; null for ones. */
  readonly std: Float32Array | null;
  /** [E, D]; null for the identity. */
  readonly weights: Matrix | null;
};

/** The projection that leaves embeddings unchanged. */
export const plainProjection: Projection = { name: 'plain', power: 1, mean: null, std: null, weights: null };

/**
 * Projects embeddings [N, D] of unit length to features [N, E] of unit length.
 *
 * @example
 * const centred = { name: 'standardised', power: 1, mean: Float32Array.of(1, 0), std: null, weights: null };
 * const features = await project(centred, fromRows([[1, 1]]), productFor(nodeRuntime));
 * [...features.data]; // => [0, 1]
 */
export async function project(projection: Projection, embeddings: Matrix, product: Product): Promise<Matrix> {
  const shifted = shift(projection, powered(embeddings, projection.power));
  return normaliseRows(projection.weights ? await product(shifted, projection.weights) : shifted);
}

/** sign(x) |x|^power, scaled to rows of unit length; a new matrix. */
export function powered(embeddings: Matrix, power: number): Matrix {
  const result = matrix(embeddings.rows, embeddings.columns, embeddings.data.slice());
  if (power === 1) return result;
  const { data } = result;
  const toPower = powerOf(power);
  for (let i = 0; i < data.length; i++) data[i] = Math.sign(data[i]) * toPower(Math.abs(data[i]));
  return normaliseRows(result);
}

/** x^power for x >= 0. Square roots take a tenth of the time of general powers. */
function powerOf(power: number): (x: number) => number {
  if (power === 0.5) return Math.sqrt;
  if (power === 0.75) return (x) => Math.sqrt(x * Math.sqrt(x));
  return (x) => x ** power;
}

/** The number of features, E, for embeddings of `dimensions` numbers. */
export function featureCount({ weights }: Projection, dimensions: number): number {
  return weights?.rows ?? dimensions;
}

function shift({ mean, std }: Projection, values: Matrix): Matrix {
  if (mean === null && std === null) return values;
  for (let i = 0; i < values.rows; i++) {
    const target = row(values, i);
    for (let j = 0; j < target.length; j++) target[j] = (target[j] - (mean?.[j] ?? 0)) / (std?.[j] ?? 1);
  }
  return values;
}
