import { DiscernError } from '../../base/error.ts';
import { galleryOfEntries } from '../../gallery/enrol.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { shellWord } from '../shell-word.ts';
import type { WorkOptions } from '../work-options.ts';
import { type ChangedGallery, changeGallery } from './change-gallery.ts';
import { requireKnown } from './known-labels.ts';

/** What to forget: a whole class, or one enrolled picture. */
export type Unwanted = { readonly label: string } | { readonly id: string };

/** What `forget --json` prints, with the gallery afterwards. */
export type ForgetResult = ChangedGallery & { readonly forgotten: number };

/**
 * Removes pictures from a bundle's gallery. Removes a class from its classifier, too, when no picture of it is enrolled
 * any more. Throws `not-found` where nothing matches, `misused` for an empty label, and what changeGallery throws.
 */
export async function forgetPictures(
  path: string,
  unwanted: Unwanted,
  options: WorkOptions = {},
): Promise<ForgetResult> {
  let before = 0;
  const changed = await changeGallery(
    path,
    (gallery, bundle) => {
      before = gallery.entries.length;
      if ('id' in unwanted) return { gallery: withoutPicture(gallery, unwanted.id, path) };
      const forgotten = requireKnown(unwanted.label, bundle, path);
      const kept = gallery.entries.flatMap(({ label }, index) => (label === forgotten ? [] : [index]));
      return { gallery: galleryOfEntries(gallery, kept), forgotten };
    },
    options,
  );
  return { ...changed, forgotten: before - changed.vectors };
}

function withoutPicture(gallery: Gallery, id: string, path: string): Gallery {
  const kept = gallery.entries.flatMap((entry, index) => (entry.id === id ? [] : [index]));
  if (kept.length < gallery.entries.length) return galleryOfEntries(gallery, kept);
  throw new DiscernError('not-found', `no picture has the id ${id}`, {
    given: id,
    expected: 'the id of an enrolled picture',
    todo: `see what is enrolled: discern gallery ${shellWord(path)} --pictures`,
  });
}
