import { dirname, join, relative, resolve } from 'node:path';
import { sha256 } from '../../base/hash.ts';
import type { EntryName } from '../../gallery/gallery.ts';
import { readFile } from '../files/files.ts';

/** The file of an enrolled picture, or in words why there is none. */
export type EnrolledFile =
  | { readonly file: string; readonly bytes: Uint8Array; readonly missing: null }
  | { readonly file: null; readonly bytes: null; readonly missing: string };

/** The digits of an id that are the beginning of the picture's SHA-256. */
const hashDigits = 16;

/**
 * Finds the file of an enrolled picture. Bundles keep paths relative to a folder that they do not name, so it is looked
 * for below each of `folders`. Only a file with the bytes that were enrolled is taken: the id begins as their hash.
 */
export async function findEnrolled(
  { id, path }: Pick<EntryName, 'id' | 'path'>,
  folders: readonly string[],
): Promise<EnrolledFile> {
  let changed: string | null = null;
  for (const file of new Set(folders.map((folder) => join(folder, path)))) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) continue;
    if ((await sha256(bytes)).startsWith(id.slice(0, hashDigits))) return { file, bytes, missing: null };
    changed ??= file;
  }
  const missing =
    changed === null
      ? `The file ${path} was not found: name the folder where it lies with --pictures`
      : `${changed} is not the picture that was enrolled: its content is another`;
  return { file: null, bytes: null, missing };
}

/**
 * Makes a search for enrolled pictures: in the folder that was named, here, above the explained picture and above the
 * bundle. Where one was found, the next are looked for first.
 */
export function enrolledFinder(bundle: string, named?: string) {
  const found: string[] = [];
  return async (entry: Pick<EntryName, 'id' | 'path'>, picture: string): Promise<EnrolledFile> => {
    const given = named === undefined ? [] : [named];
    const folders = [...given, ...found, resolve('.'), ...foldersAbove(picture), ...foldersAbove(bundle)];
    const enrolled = await findEnrolled(entry, folders);
    if (enrolled.file === null) return enrolled;
    const home = enrolled.file.slice(0, -entry.path.length);
    if (!found.includes(home)) found.unshift(home);
    return { ...enrolled, file: asSeenFromHere(enrolled.file) };
  };
}

/** Relative to the current folder where the path lies in it. */
function asSeenFromHere(path: string): string {
  const inside = relative('.', path);
  return inside.startsWith('..') ? path : inside;
}

/** A path's folder and all folders above it, nearest first. */
function foldersAbove(path: string): string[] {
  const folder = dirname(resolve(path));
  return folder === dirname(folder) ? [folder] : [folder, ...foldersAbove(folder)];
}
