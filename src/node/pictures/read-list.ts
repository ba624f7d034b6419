import { basename, dirname } from 'node:path';
import type { Dataset } from '../../data/dataset.ts';
import { type ManifestOptions, manifestDataset } from '../../data/manifests/manifest-dataset.ts';
import { extensionOf } from '../../data/paths.ts';
import { isTableKind, type TableKind, tables } from '../../data/tables/catalogue.ts';
import { readFile } from '../files/files.ts';
import { listPaths } from './list-paths.ts';

/** The kind of list that a path's ending names; null where it names none. */
export function listKindOf(path: string): TableKind | null {
  const ending = extensionOf(path);
  return isTableKind(ending) ? ending : null;
}

/** Reads a list of the given kind. Its relative paths are relative to its own folder. */
export async function readList(path: string, kind: TableKind, options: ManifestOptions = {}): Promise<Dataset> {
  const [name, folder] = [basename(path), dirname(path)];
  const { pathOf, remarks } = listPaths(folder);
  const table = await tables[kind](await readFile(path), name);
  const dataset = manifestDataset(name, folder, table, { pathOf, ...options });
  return { ...dataset, remarks: [...dataset.remarks, ...remarks()] };
}
