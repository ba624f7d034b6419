import type { Matrix } from '../../base/matrix.ts';
import { random } from '../../base/random.ts';
import { classMeans } from '../../gallery/class-means.ts';
import type { Product } from '../../linalg/product.ts';
import { projectedByStart, whitenedStart } from '../../spaces/whitened-start.ts';
import type { HeadStart } from './embedding-head.ts';

/** Embeddings from which a head is initialised, with their identities. */
export type IdentifiedEmbeddings<V> = {
  /** [N, F], unit length. */
  readonly embeddings: Matrix;
  /** [N], equal for pictures of the same identity. */
  readonly identities: ArrayLike<V>;
  /** The class of each embedding, [N], and the number of classes; null where there are no classes. */
  readonly named: { readonly labels: Int32Array; readonly classes: number } | null;
};

/**
 * Initial weights of a head: the whitened space of the identities, with each class centre at the mean of its embeddings
 * (imprinting, Qi et al. 2018). Null where no two embeddings have the same identity.
 */
export async function headStart<V>(
  { embeddings, identities, named }: IdentifiedEmbeddings<V>,
  dimensions: number,
  { seed, product }: { readonly seed: number; readonly product: Product },
): Promise<HeadStart | null> {
  const projection = await whitenedStart(embeddings, identities, dimensions, {
    random: random(seed, 'head start'),
    product,
  });
  if (projection === null) return null;
  if (named === null) return { projection, centres: null };
  const projected = await projectedByStart(projection, embeddings, product);
  return { projection, centres: classMeans(projected, named.labels, named.classes) };
}
