import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { FolderListing } from '../../data/folders/folder-dataset.ts';
import { isHidden } from '../../data/paths.ts';
import { fileError } from './file-error.ts';

/**
 * All files in a folder and its subfolders that are not hidden, as paths relative to it with `/`, in no order. Links
 * are followed, unless they lead back to a folder that contains them. A broken link counts as a file, so that opening
 * it reports the error. Subfolders that cannot be read are listed as such. Throws `not-found` and `no-permission` for
 * the root.
 */
export async function walkFolder(root: string): Promise<FolderListing> {
  const listing = { files: [], folders: [], unreadable: [] };
  await walk(root, '', [], listing);
  return listing;
}

type Growing = { readonly files: string[]; readonly folders: string[]; readonly unreadable: string[] };

/** Walks one folder. `departures`: the real folders from which links led here. */
async function walk(root: string, folder: string, departures: readonly string[], listing: Growing): Promise<void> {
  const visible = (await entriesOf(join(root, folder))).filter(({ name }) => !isHidden(name));
  const pathOf = ({ name }: Dirent) => (folder === '' ? name : `${folder}/${name}`);
  const enter = async (path: string, trail: readonly string[]) => {
    listing.folders.push(path);
    await walk(root, path, trail, listing).catch(() => listing.unreadable.push(path));
  };
  const follow = async (path: string) => {
    const here = await realpath(join(root, folder)).catch(() => null);
    const trail = here === null ? departures : [...departures, here];
    if (here === null || !(await leadsToFolder(join(root, path)))) listing.files.push(path);
    else if (!(await leadsBack(join(root, path), trail))) await enter(path, trail);
  };
  const deeper: Promise<void>[] = [];
  for (const entry of visible) {
    if (entry.isDirectory()) deeper.push(enter(pathOf(entry), departures));
    else if (entry.isSymbolicLink()) deeper.push(follow(pathOf(entry)));
    else listing.files.push(pathOf(entry));
  }
  await Promise.all(deeper);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (thrown) {
    throw fileError(thrown, folder);
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

async function leadsBack(link: string, trail: readonly string[]): Promise<boolean> {
  const target = await realpath(link).catch(() => link);
  return trail.some((place) => place === target || place.startsWith(target.endsWith(sep) ? target : target + sep));
}
