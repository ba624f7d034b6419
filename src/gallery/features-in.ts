import { project } from '../backbones/projection.ts';
import { requireDimensions } from '../backbones/require-dimensions.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Product } from '../linalg/product.ts';
import type { GalleryForAnswers } from './gallery.ts';

/** Embeddings [N, D] in the space of a gallery, [N, E]. Throws what requireDimensions throws. */
export async function featuresIn(gallery: GalleryForAnswers, embeddings: Matrix, product: Product): Promise<Matrix> {
  requireDimensions(embeddings, dimensionsOf(gallery) ?? embeddings.columns);
  return project(gallery.projection, embeddings, product);
}

/** D; null while nothing says it: a new gallery without a fitted projection. */
function dimensionsOf({ projection: { weights, mean }, vectors }: GalleryForAnswers): number | null {
  return weights?.columns ?? mean?.length ?? (vectors.columns || null);
}
