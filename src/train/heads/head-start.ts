import type { Matrix } from '../../base/matrix.ts';
import { random } from '../../base/random.ts';
import { classMeans } from '../../gallery/class-means.ts';
import type { Product } from '../../linalg/product.ts';
import { startedIn, whitenedStart } from '../../spaces/whitened-start.ts';
import type { HeadStart } from './embedding-head.ts';

/** Embeddings that a head is to go on from, and what is known of them. */
export type Known<V> = {
  /** [N, F], unit length. */
  readonly embeddings: Matrix;
  /** [N], equal for those that are the same. */
  readonly identities: ArrayLike<V>;
  /** Their classes, [N] of so many; null where they have no names. */
  readonly named: { readonly labels: Int32Array; readonly classes: number } | null;
};

/**
 * Where a head for embeddings of so many numbers begins: in the whitened space of those that are the same, with classes at
 * their means in it (imprinting, Qi et al. 2018). Null where no two are the same.
 */
export async function headStart<V>(
  { embeddings, identities, named }: Known<V>,
  dimensions: number,
  { seed, product }: { readonly seed: number; readonly product: Product },
): Promise<HeadStart | null> {
  const projection = await whitenedStart(embeddings, identities, dimensions, {
    random: random(seed, 'head start'),
    product,
  });
  if (projection === null) return null;
  if (named === null) return { projection, centres: null };
  const projected = await startedIn(projection, embeddings, product);
  return { projection, centres: classMeans(projected, named.labels, named.classes) };
}
