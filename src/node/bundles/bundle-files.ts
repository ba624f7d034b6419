import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import type { Storage } from '../../base/storage.ts';
import type { Bundle, BundleForAnswers } from '../../bundle/bundle.ts';
import { isOurs, manifestName, readManifest } from '../../bundle/manifest.ts';
import { type OpenOptions, openBundle, openBundleForAnswers } from '../../bundle/open-bundle.ts';
import { saveBundle } from '../../bundle/save-bundle.ts';
import { errorCodeOf, fileError } from '../files/file-error.ts';
import { type LockOptions, withLock } from '../files/file-lock.ts';
import { readFile } from '../files/files.ts';
import { folderStorage } from '../files/folder-storage.ts';
import { proofBeginning, requireRoomForFile, requireRoomForFolder } from '../files/out-place.ts';
import { besideFolder } from '../files/require-outside.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { namesNetwork } from '../hub/names-network.ts';
import { shellWord } from '../shell-word.ts';

/**
 * Opens a bundle, which is a folder or one file. Throws `unsupported` where the path names a network, `not-found`,
 * `bad-bundle`, and what the file system throws.
 *
 * @example
 * const { card, classifier, gallery } = await readBundle('emoji.discern');
 * card.name; // => 'efficientnet-lite2'
 * classifier?.classes.length; // => 4
 */
export async function readBundle(path: string, options: Omit<OpenOptions, 'name'> = {}): Promise<Bundle> {
  return openBundle(await storageAt(path), { name: path, ...options });
}

/** Opens what answering needs of a bundle, which cannot be saved. Throws as readBundle does. */
export async function readBundleForAnswers(
  path: string,
  options: Omit<OpenOptions, 'name'> = {},
): Promise<BundleForAnswers> {
  return openBundleForAnswers(await storageAt(path), { name: path, ...options });
}

async function storageAt(path: string): Promise<Storage> {
  await requireNoNetwork(path);
  if (await isFolder(path)) return folderStorage(path);
  const { zippedStorage } = await import('../../bundle/zip-bundle.ts');
  return zippedStorage(await readFile(path), path);
}

/**
 * Writes a bundle: one file where the path ends in `.discern`, else a folder. Makes missing folders. The old bundle
 * stays until the new one is complete, and other processes that write have to wait. Throws `misused` for a folder that
 * holds other things, `busy`, and what the file system throws.
 *
 * @example
 * const bundle = await readBundle('emoji.discern');
 * await writeBundle('classifier-only.discern', { ...bundle, gallery: null });
 */
export function writeBundle(path: string, bundle: Bundle, options: LockOptions = {}): Promise<void> {
  return withBundleLock(path, () => write(path, bundle), options);
}

/**
 * Writes a bundle over an old one, as writeBundle does. `make` gives the new bundle. It is called under the lock, so
 * that it can take over what the old bundle holds.
 */
export function replaceBundle(path: string, make: () => Promise<Bundle>, options: LockOptions = {}): Promise<Bundle> {
  return withBundleLock(
    path,
    async () => {
      const bundle = await make();
      await write(path, bundle);
      return bundle;
    },
    options,
  );
}

/**
 * Reads a bundle, changes it and writes it, under the lock. Of two processes that enrol at once, the second builds on
 * what the first has written. Gives the bundle that was written. Throws what readBundle, writeBundle and `change`
 * throw.
 */
export async function changeBundle(
  path: string,
  change: (bundle: Bundle) => Promise<Bundle> | Bundle,
  options: LockOptions = {},
): Promise<Bundle> {
  await requireNoNetwork(path);
  await isFolder(path);
  return withBundleLock(
    path,
    async () => {
      const changed = await change(await readBundle(path));
      await write(path, changed);
      return changed;
    },
    options,
  );
}

/** Throws `unsupported` for what `--backbone` takes: a network knows no class and has no threshold. */
async function requireNoNetwork(path: string): Promise<void> {
  const isBundle = () => isFolder(path).catch(() => false);
  if (!namesNetwork(path) || (await isBundle())) return;
  throw new DiscernError('unsupported', `${path} is a network, not a bundle: it knows no class and has no threshold`, {
    given: path,
    expected: 'a bundle, which fit writes from pictures with labels, or from pairs',
    todo: `make one with it: discern fit DATA --backbone ${shellWord(path)} --out BUNDLE`,
  });
}

/** Whether the path is a folder. Throws `not-found` where nothing is there. */
async function isFolder(path: string): Promise<boolean> {
  const place = await stat(path).catch((thrown: unknown) => {
    throw fileError(thrown, path);
  });
  return place.isDirectory();
}

async function write(path: string, bundle: Bundle): Promise<void> {
  if (!isOneFile(path)) return saveBundle(bundle, folderStorage(path));
  const { zipBundle } = await import('../../bundle/zip-bundle.ts');
  await writeAtomically(path, await zipBundle(bundle));
  await removeUnfinished(path);
}

/**
 * Removes unfinished files that killed writers of this file have left beside it. saveBundle does the same for folders.
 */
async function removeUnfinished(path: string): Promise<void> {
  const beginnings = [`${basename(path)}.`, proofBeginning];
  const isUnfinished = (name: string) =>
    name.endsWith('.writing') && beginnings.some((beginning) => name.startsWith(beginning));
  const unfinished = (await namesIn(dirname(path))).filter(isUnfinished);
  await Promise.all(unfinished.map((name) => rm(join(dirname(path), name), { force: true })));
}

function isOneFile(path: string): boolean {
  return /\.discern\/*$/.test(path);
}

async function withBundleLock<T>(path: string, work: () => Promise<T>, options: LockOptions): Promise<T> {
  await requireBundleOrNothing(path);
  return withLock(lockOf(path), work, options);
}

function lockOf(path: string): string {
  return isOneFile(path) ? `${path}.lock` : join(path, '.lock');
}

/**
 * Checks, before long work, that a bundle can be written to `path`: nothing but a bundle is there, the disk takes a
 * file, and no other process changes it. Throws as writeBundle does.
 */
export async function requireRoomForBundle(path: string, options: LockOptions = {}): Promise<void> {
  await requireBundleOrNothing(path);
  if (!isOneFile(path)) await requireRoomForFolder(path);
  if (await isThere(lockOf(path))) await withLock(lockOf(path), async () => {}, options);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A folder may hold a bundle, or parts without a manifest: a first save that was interrupted. */
async function requireBundleOrNothing(folder: string): Promise<void> {
  if (isOneFile(folder)) return requireRoomForFile(folder, 'bundle');
  const names = await namesIn(folder);
  if (names.includes(manifestName)) readManifest(await readFile(join(folder, manifestName)), folder);
  const foreign = names.find((name) => !name.startsWith('.') && !isOurs(name));
  if (names.includes(manifestName) || foreign === undefined) return;
  throw new DiscernError('misused', `${folder} is not empty, and not a bundle`, {
    given: `a folder that holds ${foreign}`,
    expected: 'a new or empty folder, or a bundle to replace',
    todo: `choose another place: --out ${shellWord(besideFolder(folder, `${basename(resolve(folder))}-bundle`))}`,
  });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (errorCodeOf(thrown) === 'ENOENT') return [];
    // A file is in the way. The error of making the folder says so better.
    if (errorCodeOf(thrown) === 'ENOTDIR') await requireRoomForFolder(folder);
    throw fileError(thrown, folder);
  }
}
