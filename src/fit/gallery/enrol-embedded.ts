import type { Projection } from '../../backbones/projection.ts';
import { matrix } from '../../base/matrix.ts';
import { thresholdFor } from '../../calibrate/threshold-rules/catalogue.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { enrol } from '../../gallery/enrol.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import type { Product } from '../../linalg/product.ts';

/** An empty gallery in the space of a projection, with a default matcher and threshold. */
export function emptyGallery(projection: Projection, fingerprint: string): Gallery {
  const matcher = { name: 'prototype' } as const;
  return { fingerprint, projection, matcher, threshold: thresholdFor({}), entries: [], vectors: matrix(0, 0) };
}

/** Enrols labelled pictures in a gallery. Throws `fingerprint` if their embeddings are of another network. */
export function enrolEmbedded(gallery: Gallery, pictures: Embedded, product: Product): Promise<Gallery> {
  const { samples, embeddings, hashes } = pictures;
  const enrolments = samples.map(({ label, path }, index) => ({ label: label ?? '', path, hash: hashes[index] }));
  return enrol(gallery, enrolments, embeddings, product);
}
