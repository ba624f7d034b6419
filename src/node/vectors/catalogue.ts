import { extensionOf } from '../../data/paths.ts';
import { requireRoomForFile } from '../files/out-place.ts';
import { jsonl } from './jsonl.ts';
import { npy, pathsBeside } from './npy.ts';
import { parquet } from './parquet.ts';
import type { OpenVectorFile } from './vector-file.ts';

/** Every kind of file that holds vectors, by its ending. */
export const vectorFiles = {
  npy,
  parquet,
  jsonl,
} satisfies Readonly<Record<string, OpenVectorFile>>;

/** An ending in the catalogue. */
export type VectorFileKind = keyof typeof vectorFiles;

/** Whether a file of vectors may have this ending. */
export function isVectorFileKind(ending: string): ending is VectorFileKind {
  return Object.hasOwn(vectorFiles, ending);
}

/** Checks, before long work, that a file of vectors can be written. Throws what requireRoomForFile throws. */
export async function requireRoomForVectors(path: string): Promise<void> {
  const kind = extensionOf(path);
  await requireRoomForFile(path, kind === 'npy' || kind === 'parquet' ? kind : 'text');
  if (kind === 'npy') await requireRoomForFile(pathsBeside(path), 'text');
}
