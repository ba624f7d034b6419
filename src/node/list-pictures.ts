import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { joinPath, looksLikePicture } from '../data/paths.ts';
import { isSidecar, sidecarRemarks } from '../data/sidecars.ts';
import { isFolder } from './open-dataset.ts';
import { listKindOf, readList } from './read-list.ts';
import { walkFolder } from './walk-folder.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * The pictures that a path stands for where labels do not matter: all in a folder, to any depth, in code-point order;
 * those of a list, in its order; or the file itself, whatever its name. What a folder holds beside pictures of the
 * person's (thumbnails of a file server) is passed over, and what was taken for what in a list is told. Throws
 * `empty` where there are none.
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
  const { files } = await walkFolder(folder);
  for (const remark of sidecarRemarks(files)) warn?.(remark);
  const pictures = files.filter((file) => looksLikePicture(file) && !isSidecar(file)).sort(byCodePoint);
  if (pictures.length > 0) return pictures.map((picture) => joinPath(folder, picture));
  throw new DiscernError('empty', `no pictures in ${folder}`, {
    given: folder,
    expected: 'pictures in it, or in its subfolders',
    todo: 'give the folder that holds the pictures',
  });
}
