import { type Projection, plainProjection } from '../../backbones/projection.ts';
import { type Matrix, takeRows } from '../../base/matrix.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import { renumbered } from '../../data/renumbered.ts';
import type { Components } from '../../data/supervision/components.ts';
import type { Product } from '../../linalg/product.ts';
import { projections } from '../../spaces/catalogue.ts';
import type { ProjectionSpec } from '../projection-candidates.ts';

/** Pictures with their embeddings, [N, D], and the identity of each. */
export type IdentifiedPictures = { readonly embeddings: Matrix; readonly identities: Components };

/** The projection fitted to the pictures whose identity has at least two of them; null if these are too few. */
export async function identitySpace(
  { name, power, shrinkage }: ProjectionSpec,
  learned: readonly number[],
  { embeddings, identities: { of } }: IdentifiedPictures,
  product: Product,
): Promise<Projection | null> {
  if (name === 'plain' || name === 'nearestMean') return { ...plainProjection, power };
  const shared = [...membersByValue(learned.map((picture) => of[picture])).values()].filter(({ length }) => length > 1);
  const pictures = shared.flat().map((index) => learned[index]);
  if (pictures.length === 0) return null;
  const own = pictures.map((picture) => of[picture]);
  const numbers = renumbered(own);
  const classes = Array.from({ length: numbers.count }, (_, identity) => `${identity}`);
  const known = { embeddings: takeRows(embeddings, pictures), labels: numbers.of(own), classes };
  return projections[name](known, { power, shrinkage }, product);
}
