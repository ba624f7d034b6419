import { withGallery } from '../bundle/with-gallery.ts';
import { forget } from '../gallery/enrol.ts';
import { changeBundle } from './bundle-files.ts';
import { galleryOf } from './gallery-of.ts';
import { type GallerySummary, gallerySummary } from './summarise-gallery.ts';

/** What is to be forgotten: a whole class, or one enrolled picture. */
export type Unwanted = { readonly label: string } | { readonly id: string };

/** What `forget --json` prints: the gallery afterwards as well. */
export type ForgetResult = GallerySummary & { readonly bundle: string; readonly forgotten: number };

/** Takes pictures out of a bundle's gallery. Throws `not-found` where nothing matches, and what changeBundle throws. */
export async function forgetPictures(path: string, unwanted: Unwanted): Promise<ForgetResult> {
  let before = 0;
  const changed = await changeBundle(path, (bundle) => {
    const gallery = galleryOf(bundle, path);
    before = gallery.entries.length;
    return withGallery(
      bundle,
      'label' in unwanted
        ? forget(gallery, ({ label }) => label === unwanted.label.normalize('NFC'), unwanted.label)
        : forget(gallery, ({ id }) => id === unwanted.id, unwanted.id),
    );
  });
  const summary = gallerySummary(galleryOf(changed, path));
  return { bundle: path, forgotten: before - summary.vectors, ...summary };
}
