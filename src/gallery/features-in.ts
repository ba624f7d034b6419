import { project } from '../backbones/projection.ts';
import { DiscernError } from '../base/error.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Product } from '../runtime/product.ts';
import type { Gallery } from './gallery.ts';

/**
 * Embeddings [N, D] in the space of a gallery, [N, E]. Throws `fingerprint` where their dimensions show that another
 * network made them; one of as many dimensions is told by its fingerprint alone, where bundles are opened and changed.
 */
export async function featuresIn(gallery: Gallery, embeddings: Matrix, product: Product): Promise<Matrix> {
  const expected = dimensionsOf(gallery);
  if (expected !== null && expected !== embeddings.columns) throw otherNetwork(embeddings.columns, expected);
  return project(gallery.projection, embeddings, product);
}

/** D; null while nothing says it: a new gallery without a fitted projection. */
function dimensionsOf({ projection: { weights, mean }, vectors }: Gallery): number | null {
  return weights?.columns ?? mean?.length ?? (vectors.columns || null);
}

function otherNetwork(given: number, expected: number): DiscernError {
  return new DiscernError('fingerprint', 'these embeddings are not of the network that made the gallery', {
    given: `embeddings of ${given} dimensions`,
    expected: `${expected} dimensions`,
    todo: 'embed the pictures with the network of the gallery',
  });
}
