import { counted } from '../../base/figures.ts';
import { byCodePoint } from '../../base/hash.ts';
import { firstFew } from '../first-few.ts';
import { extensionOf, looksLikePicture } from '../paths.ts';

/** A hint for the user: how to have such files read. */
export const renameThem = 'give them a picture ending (.jpg, .png), or list them in a .csv: listed files are read';

/**
 * A remark on files that are ignored because their names do not have the ending of a picture: how many, and which
 * endings. Null if there are none. A file that is given by name, or listed, is read whatever its ending.
 */
export function unreadFiles(paths: readonly string[]): string | null {
  const others = paths.filter((path) => !looksLikePicture(path));
  if (others.length === 0) return null;
  const endings = [...new Set(others.map((path) => extensionOf(path) || 'no ending'))].sort(byCodePoint);
  return `${counted(others.length, 'file')} not read, without the ending of a picture: ${firstFew(endings)}`;
}
