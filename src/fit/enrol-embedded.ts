import type { Projection } from '../backbones/projection.ts';
import { matrix } from '../base/matrix.ts';
import { thresholdFor } from '../calibrate/threshold-rules/catalogue.ts';
import type { Embedded } from '../data/embedded.ts';
import { enrol } from '../gallery/enrol.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { Product } from '../linalg/product.ts';

/** A gallery in a space, with nothing enrolled; its matcher and threshold are still to be chosen. */
export function emptyGallery(projection: Projection, fingerprint: string): Gallery {
  const matcher = { name: 'prototype' } as const;
  return { fingerprint, projection, matcher, threshold: thresholdFor({}), entries: [], vectors: matrix(0, 0) };
}

/** The gallery with labelled pictures more. Throws `fingerprint` where their embeddings are of another network. */
export function enrolEmbedded(gallery: Gallery, pictures: Embedded, product: Product): Promise<Gallery> {
  const { samples, embeddings, hashes } = pictures;
  const enrolments = samples.map(({ label, path }, index) => ({ label: label ?? '', path, hash: hashes[index] }));
  return enrol(gallery, enrolments, embeddings, product);
}
