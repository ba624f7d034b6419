import { DiscernError } from '../base/error.ts';
import type { Gallery } from '../gallery/gallery.ts';
import type { Bundle } from './bundle.ts';

/**
 * The bundle with another gallery, for instance after enrolling or forgetting. Its provenance stays, as it lists what
 * was learned from; the gallery itself lists what is enrolled. Throws `fingerprint` where the vectors come from another
 * network or preprocessing than the bundle's.
 */
export function withGallery(bundle: Bundle, gallery: Gallery): Bundle {
  if (gallery.fingerprint === bundle.fingerprint) return { ...bundle, gallery };
  throw new DiscernError('fingerprint', 'the gallery was made by another network', {
    given: `a gallery with the fingerprint ${gallery.fingerprint}`,
    expected: bundle.fingerprint,
    todo: 'embed its pictures with the network of the bundle: discern enrol BUNDLE LABEL FILE',
  });
}

/** SHA-256 of every picture that the bundle learned from, selected on or has enrolled: they cannot test it. */
export function seenPictures({ provenance, gallery }: Bundle): ReadonlySet<string> {
  return new Set([...provenance.pictures, ...(gallery?.entries ?? []).map(({ hash }) => hash)]);
}
