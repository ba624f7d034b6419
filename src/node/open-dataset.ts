import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { DiscernError } from '../base/error.ts';
import type { Dataset } from '../data/dataset.ts';
import { type FolderOptions, folderDataset } from '../data/folders/folder-dataset.ts';
import type { ManifestOptions } from '../data/manifests/manifest-dataset.ts';
import { tables } from '../data/tables/catalogue.ts';
import { fileError } from './files/file-error.ts';
import { walkFolder } from './files/walk-folder.ts';
import { listKindOf, readList } from './pictures/read-list.ts';

/** Options of opening a data set. */
export type DatasetOptions = ManifestOptions & FolderOptions;

/**
 * Opens a data set: a folder of class folders, or a list (.csv, .tsv, .jsonl, .json, .parquet). It opens no picture.
 * Throws `not-found`, `no-permission`, `bad-data`, `ambiguous-data`, `contradiction`, and `empty` where there are no
 * pictures.
 *
 * @example
 * const { classes, samples } = await openDataset('pictures');
 * classes; // => ['apple', 'bee', 'car', 'cat']
 * const train = samples.filter(({ part }) => part === 'train');
 * train[0]; // => { path: 'pictures/train/apple/emojione.png', label: 'apple', part: 'train', group: null }
 */
export async function openDataset(path: string, options: DatasetOptions = {}): Promise<Dataset> {
  if (await isFolder(path)) return folderDataset(basename(resolve(path)), path, await walkFolder(path), options);
  const kind = listKindOf(path);
  if (kind === null) throw notADataset(path);
  return readList(path, kind, options);
}

/** Whether the path is a folder, also through links. Throws `not-found` or `no-permission`. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (thrown) {
    throw fileError(thrown, path);
  }
}

function notADataset(path: string): DiscernError {
  return new DiscernError('bad-data', `${path} is not a data set`, {
    given: path,
    expected: `a folder, or a list whose name ends in ${Object.keys(tables).join(', ')}`,
    todo: 'give the folder with the class folders, or the list',
  });
}
