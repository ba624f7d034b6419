import fc from 'fast-check';
import { plainProjection } from '../../src/backbones/projection.ts';
import { fromRows, matrix, normaliseRows } from '../../src/base/matrix.ts';
import { enrol } from '../../src/gallery/enrol.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { typedProduct } from '../../src/linalg/product.ts';

/** A picture to enrol; `direction` is where its embedding points. */
export type Picture = { readonly label: string; readonly hash: string; readonly direction: readonly number[] };

/** Pictures in a few directions and classes, so that ties and contents under several labels are common. */
export const picture: fc.Arbitrary<Picture> = fc
  .record({
    label: fc.constantFrom('a', 'b', 'c', '\uffff', '\u{10000}'),
    hash: fc.nat(30).map((content) => content.toString(16).padStart(64, '0')),
    // In one half of space: a class whose vectors cancel has no mean direction, but that of rounding.
    direction: fc.tuple(fc.integer({ min: -1, max: 1 }), fc.integer({ min: -1, max: 1 }), fc.constant(1)),
  })
  .map(({ label, hash, direction }) => ({ label, hash, direction }));
/** Some, no content twice under a label. */
export const pictures = fc.uniqueArray(picture, {
  minLength: 1,
  maxLength: 12,
  selector: ({ label, hash }) => `${hash} ${label}`,
});
/** Their embeddings. */
export const directions = (some: readonly Picture[]) => normaliseRows(fromRows(some.map(({ direction }) => direction)));
/** A gallery of these pictures in the plain space, without a network. */
export function galleryOf(some: readonly Picture[], matcher: Gallery['matcher']): Promise<Gallery> {
  const empty: Gallery = {
    fingerprint: 'f',
    projection: plainProjection,
    matcher,
    threshold: { value: 0.5, source: 'test' },
    entries: [],
    vectors: matrix(0, 0),
  };
  const enrolments = some.map(({ label, hash }) => ({ label, hash, path: `${label}/${hash}` }));
  return enrol(empty, enrolments, directions(some), typedProduct);
}
