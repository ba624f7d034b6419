import { DiscernError } from '../../base/error.ts';
import { byCodePoint } from '../../base/hash.ts';
import { isSidecar, sidecarRemarks } from '../../data/folders/sidecars.ts';
import { renameThem, unreadFiles } from '../../data/folders/unread-files.ts';
import { joinPath, looksLikePicture } from '../../data/paths.ts';
import { walkFolder } from '../files/walk-folder.ts';
import { isFolder } from '../open-dataset.ts';
import type { WorkOptions } from '../work-options.ts';
import { listKindOf, readList } from './read-list.ts';

/**
 * The pictures at a path, where labels do not matter. A folder gives all pictures in it, to any depth, in code-point
 * order, and also the subfolders that cannot be read, so that opening them reports the error. A list gives its pictures
 * in its order. A file stands for itself, whatever its name. Files in a folder that are not the person's own pictures
 * (thumbnails of a file server) are skipped. Warns how the columns of a list were understood, and how many files of a
 * folder have no picture's name. Throws `empty` where there are no pictures.
 *
 * @example
 * const paths = await listPictures('pictures/val');
 * paths[0]; // => 'pictures/val/apple/twemoji.png'
 * paths.length; // => 4
 */
export async function listPictures(path: string, { warn }: Pick<WorkOptions, 'warn'> = {}): Promise<string[]> {
  const kind = listKindOf(path);
  if (await isFolder(path)) return picturesIn(path, warn);
  if (kind === null) return [path];
  const { samples, remarks } = await readList(path, kind, { keepContradictions: true });
  for (const remark of remarks) warn?.(remark);
  return samples.map((sample) => sample.path);
}

async function picturesIn(folder: string, warn: WorkOptions['warn']): Promise<string[]> {
  const { files, unreadable = [] } = await walkFolder(folder);
  for (const remark of sidecarRemarks(files)) warn?.(remark);
  const own = files.filter((file) => !isSidecar(file));
  const pictures = [...own.filter(looksLikePicture), ...unreadable].sort(byCodePoint);
  const unread = unreadFiles(own);
  if (pictures.length > 0) {
    if (unread !== null) warn?.(`${folder}: ${unread}`);
    return pictures.map((picture) => joinPath(folder, picture));
  }
  throw new DiscernError('empty', `no pictures in ${folder}`, {
    given: unread === null ? folder : `${folder}: ${unread}`,
    expected: 'pictures in it, or in its subfolders',
    todo: unread === null ? 'give the folder that holds the pictures' : renameThem,
  });
}
