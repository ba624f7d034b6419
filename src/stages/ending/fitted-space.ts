import type { Projection } from '../../backbones/projection.ts';
import { type Matrix, matrix } from '../../base/matrix.ts';
import { renumbered } from '../../data/renumbered.ts';
import type { Product } from '../../linalg/product.ts';
import { defaultWhitening, whitened } from '../../spaces/whitened.ts';
import { nearestMeanSpace } from '../../train/nearest-mean.ts';
import type { FeatureWhitening } from '../training-result.ts';
import type { FeatureTools } from './learned-features.ts';

/** With what a space is fitted. */
export type FittingTools = Pick<FeatureTools, 'runtime' | 'threads' | 'signal'> & {
  readonly product: Product;
  readonly seed: number;
  /** Where a space for nearest means begins; absent: in the whitened one. */
  readonly from?: Projection | undefined;
};

/**
 * The space of this name, fitted to the first rows of features [N, F], one row for each identity given. Null where no
 * two pictures of one identity differ.
 */
export async function fittedSpace(
  name: FeatureWhitening['space'],
  features: Matrix,
  identities: ArrayLike<number>,
  { product, seed, runtime, threads, signal, from }: FittingTools,
): Promise<Projection | null> {
  const { of, count } = renumbered(identities);
  const embeddings = firstRows(features, identities.length);
  const classes = Array.from({ length: count }, (_, i) => `${i}`);
  const learned = { embeddings, labels: of(identities), classes };
  const begun = from ?? (await whitened(learned, defaultWhitening, product));
  if (name === 'whitened' || begun === null) return begun;
  return nearestMeanSpace(learned, begun, { runtime, product, seed, threads, signal });
}

/** The first rows of a matrix, not copied. */
export function firstRows({ columns, data }: Matrix, count: number): Matrix {
  return matrix(count, columns, data.subarray(0, count * columns));
}
