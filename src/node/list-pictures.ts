import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { joinPath, looksLikePicture } from '../data/paths.ts';
import { isFolder } from './open-dataset.ts';
import { listKindOf, readList } from './read-list.ts';
import { walkFolder } from './walk-folder.ts';

/**
 * The pictures that a path stands for where labels do not matter: all in a folder, to any depth, in code-point order,
 * and the folders in it that cannot be read, so that whoever opens them says why;
 * those of a list, in its order; or the file itself, whatever its name. Throws `empty` where there are none.
 */
export async function listPictures(path: string): Promise<string[]> {
  const kind = listKindOf(path);
  if (await isFolder(path)) return picturesIn(path);
  if (kind === null) return [path];
  return (await readList(path, kind, { keepContradictions: true })).samples.map((sample) => sample.path);
}

async function picturesIn(folder: string): Promise<string[]> {
  const { files, unreadable } = await walkFolder(folder);
  const pictures = [...files.filter(looksLikePicture), ...(unreadable ?? [])].sort(byCodePoint);
  if (pictures.length > 0) return pictures.map((picture) => joinPath(folder, picture));
  throw new DiscernError('empty', `no pictures in ${folder}`, {
    given: folder,
    expected: 'pictures in it, or in its subfolders',
    todo: 'give the folder that holds the pictures',
  });
}
