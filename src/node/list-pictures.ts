import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { joinPath, looksLikePicture } from '../data/paths.ts';
import { isSidecar, sidecarRemarks } from '../data/sidecars.ts';
import { renameThem, unreadFiles } from '../data/unread-files.ts';
import { isFolder } from './open-dataset.ts';
import { listKindOf, readList } from './read-list.ts';
import { walkFolder } from './walk-folder.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * The pictures that a path stands for where labels do not matter: all in a folder, to any depth, in code-point order,
 * and the folders in it that cannot be read, so that whoever opens them says why; those of a list, in its order; or the
 * file itself, whatever its name. What a folder holds beside pictures of the person's (thumbnails of a file server) is
 * passed over. What was taken for what in a list is a warning, and how many files of a folder are not named as pictures.
 * Throws `empty` where there are none.
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
