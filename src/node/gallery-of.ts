import { DiscernError } from '../base/error.ts';
import type { Bundle } from '../bundle/bundle.ts';
import type { Gallery } from '../gallery/gallery.ts';
import { shellWord } from './shell-word.ts';

/** The gallery of a bundle. Throws `unsupported`, naming `path`, where the bundle has none. */
export function galleryOf({ gallery }: Bundle, path: string): Gallery {
  if (gallery !== null) return gallery;
  throw new DiscernError('unsupported', `${path} has no gallery`, {
    given: `${path}, which holds a classifier alone`,
    expected: 'a bundle with a gallery',
    todo: `learn one: discern fit DATA --out ${shellWord(path)} --approach both`,
  });
}
