import { byCodePoint } from '../base/hash.ts';
import { counted, firstFew } from './first-few.ts';
import { extensionOf, looksLikePicture } from './paths.ts';

/** What to do about them. */
export const renameThem = 'end their names as pictures do (.jpg, .png), or list them in a .csv: listed files are read';

/**
 * What is said of files that are passed over because their names do not end as those of pictures do: how many, and
 * their endings. Null where there are none. A file that is named itself, or listed, is read whatever its name.
 */
export function unreadFiles(paths: readonly string[]): string | null {
  const others = paths.filter((path) => !looksLikePicture(path));
  if (others.length === 0) return null;
  const endings = [...new Set(others.map((path) => extensionOf(path) || 'no ending'))].sort(byCodePoint);
  return `${counted(others.length, 'file')} not read, because not named as pictures: ${firstFew(endings)}`;
}
