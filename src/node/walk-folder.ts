import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { FolderListing } from '../data/folder-dataset.ts';
import { isHidden } from '../data/paths.ts';
import { fileError } from './file-error.ts';

/**
 * Everything under a folder that is not hidden, relative to it, separated by `/`, in no order. Links are followed,
 * unless back to a folder that we are in; a link that leads nowhere counts as a file, to be reported when it is opened.
 * Throws `not-found` and `no-permission`.
 */
export async function walkFolder(root: string): Promise<FolderListing> {
  const listing = { files: [], folders: [] };
  await walk(root, '', [], listing);
  return listing;
}

type Growing = { readonly files: string[]; readonly folders: string[] };

/** `departures`: the real folders from which links brought us here. */
async function walk(root: string, folder: string, departures: readonly string[], listing: Growing): Promise<void> {
  const entries = await entriesOf(join(root, folder));
  await Promise.all(
    entries.map(async (entry) => {
      if (isHidden(entry.name)) return;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!(await isFolderEntry(entry, join(root, path)))) {
        listing.files.push(path);
        return;
      }
      const trail = entry.isSymbolicLink() ? [...departures, await realpath(join(root, folder))] : departures;
      if (entry.isSymbolicLink() && (await leadsBack(join(root, path), trail))) return;
      listing.folders.push(path);
      await walk(root, path, trail, listing);
    }),
  );
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    throw fileError(thrown, folder);
  }
}

async function isFolderEntry(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return stat(path).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

async function leadsBack(link: string, trail: readonly string[]): Promise<boolean> {
  const target = await realpath(link);
  return trail.some((place) => place === target || place.startsWith(target.endsWith(sep) ? target : target + sep));
}
