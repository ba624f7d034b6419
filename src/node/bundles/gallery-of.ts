import { DiscernError } from '../../base/error.ts';
import { shellWord } from '../shell-word.ts';

/** The gallery of a bundle; `path` is what an error calls it. Throws `unsupported` where it has none. */
export function galleryOf<G>({ gallery }: { readonly gallery: G | null }, path: string): G {
  if (gallery !== null) return gallery;
  throw new DiscernError('unsupported', `${path} has no gallery`, {
    given: `${path}, which holds a classifier alone`,
    expected: 'a bundle with a gallery',
    todo: `learn one: discern fit DATA --out ${shellWord(path)} --approach both`,
  });
}
