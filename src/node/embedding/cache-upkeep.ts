import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { byCodePoint } from '../../base/hash.ts';
import { fileError } from '../files/file-error.ts';
import {
  allUses,
  bytesInUse,
  bytesOnDisk,
  copyEntries,
  damagedStore,
  dayOf,
  type EmbeddingStore,
  keyFingerprint,
  openEmbeddingStore,
  removeVectors,
  setStoreAside,
} from './embedding-store.ts';

/** What one backbone has in the cache; `lastUsed` is a day, `2026-01-31`. */
export type FingerprintSummary = {
  readonly fingerprint: string;
  readonly entries: number;
  readonly bytes: number;
  readonly lastUsed: string;
};

/** What is in the cache. */
export type CacheSummary = {
  readonly folder: string;
  readonly entries: number;
  /** Bytes that the entries take. */
  readonly bytes: number;
  /** Bytes that the files take, including room that is free for new entries. */
  readonly fileBytes: number;
  /** The day on which the least recently used entry was used, such as `2026-01-31`; null for an empty cache. */
  readonly oldest: string | null;
  /** In code-point order. */
  readonly fingerprints: readonly FingerprintSummary[];
};

/** Options of reading and pruning the cache. */
export type UpkeepOptions = {
  /** Receives a message where the cache is damaged and was moved aside. */
  readonly warn?: ((message: string) => void) | undefined;
};

/** What to remove: everything, entries not used for so many days, or the least recently used ones above a size. */
export type PruneOptions = UpkeepOptions & {
  readonly all?: boolean;
  readonly olderThanDays?: number;
  readonly maxBytes?: number;
  readonly now?: () => number;
};

/** The result of pruning. */
export type Pruned = { readonly removed: number; readonly left: CacheSummary };

/**
 * Opens the store. A damaged store is moved aside with a warning, and a new one is made. Throws what openEmbeddingStore
 * and setStoreAside throw.
 */
export async function openOrReplaceStore(folder: string, warn: UpkeepOptions['warn']): Promise<EmbeddingStore> {
  try {
    return await openEmbeddingStore(folder);
  } catch (thrown) {
    await replace(folder, thrown, warn);
    return openEmbeddingStore(folder);
  }
}

/** Whether the store itself failed, and not the disk or a permission. */
export function isDamage(thrown: unknown): thrown is DiscernError {
  return thrown instanceof DiscernError && thrown.code === 'bad-data';
}

/** Moves a damaged store aside. Throws every other error again. */
async function replace(folder: string, thrown: unknown, warn: UpkeepOptions['warn']): Promise<void> {
  if (!isDamage(thrown)) throw thrown;
  const aside = await setStoreAside(folder);
  warn?.(`the embedding cache starts anew: ${thrown.message}; the damaged one is kept in ${aside}`);
}

/**
 * Reads the whole cache. A missing cache is empty, and so is a damaged one, which is moved aside. Throws
 * `no-permission`, `disk`.
 */
export async function cacheSummary(folder: string, { warn }: UpkeepOptions = {}): Promise<CacheSummary> {
  const found = await bytesOfFile(folder);
  if (found === 0) return { folder, entries: 0, bytes: 0, fileBytes: 0, oldest: null, fingerprints: [] };
  return withStore(folder, warn, async (store) => {
    const fileBytes = await bytesOfFile(folder);
    const fingerprints = summariesOf(store);
    const days = Array.from(allUses(store), ({ day }) => day);
    const oldest = days.length === 0 ? null : dateOf(days.reduce((a, b) => Math.min(a, b)));
    return { folder, entries: days.length, bytes: bytesInUse(store), fileBytes, oldest, fingerprints };
  });
}

/**
 * Removes entries and gives their room back to the disk. A process that uses the cache at the same time goes on; what
 * it adds may be lost. Throws `no-permission`, `disk`.
 */
export async function pruneCache(folder: string, options: PruneOptions): Promise<Pruned> {
  if (options.all === true) return removeAll(folder);
  const before = await cacheSummary(folder, options);
  if (before.entries > 0) {
    await removeSome(folder, options).catch((thrown: unknown) => replace(folder, thrown, options.warn));
    await giveBackRoom(folder);
  }
  const left = await cacheSummary(folder);
  return { removed: before.entries - left.entries, left };
}

/** The keys to remove, least recently used first, so that the rest take at most `keepBytes`. */
export function leastRecentlyUsed(store: EmbeddingStore, keepBytes: number): string[] {
  const oldestFirst = [...allUses(store)].sort((a, b) => a.day - b.day || byCodePoint(a.key, b.key));
  let bytes = oldestFirst.reduce((sum, use) => sum + bytesOnDisk(use), 0);
  const keys: string[] = [];
  for (const use of oldestFirst) {
    if (bytes <= keepBytes) break;
    bytes -= bytesOnDisk(use);
    keys.push(use.key);
  }
  return keys;
}

function summariesOf(store: EmbeddingStore): FingerprintSummary[] {
  const found = new Map<string, { entries: number; bytes: number; day: number }>();
  for (const use of allUses(store)) {
    const fingerprint = keyFingerprint(use.key);
    const { entries, bytes, day } = found.get(fingerprint) ?? { entries: 0, bytes: 0, day: 0 };
    found.set(fingerprint, { entries: entries + 1, bytes: bytes + bytesOnDisk(use), day: Math.max(day, use.day) });
  }
  return Array.from(found, ([fingerprint, { entries, bytes, day }]) => ({
    fingerprint,
    entries,
    bytes,
    lastUsed: dateOf(day),
  })).sort((a, b) => byCodePoint(a.fingerprint, b.fingerprint));
}

/** Removes the whole cache, also one that can no longer be opened. */
async function removeAll(folder: string): Promise<Pruned> {
  const removed = await cacheSummary(folder).then(
    ({ entries }) => entries,
    () => 0,
  );
  try {
    const places = [folder, damagedStore(folder), ...(await unfinishedCopies(folder))];
    await Promise.all(places.map((place) => rm(place, { recursive: true, force: true })));
  } catch (thrown) {
    throw fileError(thrown, folder);
  }
  return { removed, left: await cacheSummary(folder) };
}

/** Copies that giveBackRoom has left behind where its process was killed. */
async function unfinishedCopies(folder: string): Promise<string[]> {
  const beside = await readdir(dirname(folder)).catch((): string[] => []);
  const copies = beside.filter((name) => name.startsWith(`${basename(folder)}${copyMark}`));
  return copies.map((name) => join(dirname(folder), name));
}

const copyMark = '.compacting-';

async function removeSome(folder: string, { olderThanDays, maxBytes, now = Date.now }: PruneOptions): Promise<void> {
  await withStore(folder, undefined, async (store) => {
    const eldest = dayOf(now()) - (olderThanDays ?? Number.POSITIVE_INFINITY);
    const old = Array.from(allUses(store)).filter(({ day }) => day < eldest);
    removeVectors(
      store,
      old.map(({ key }) => key),
    );
    removeVectors(store, maxBytes === undefined ? [] : leastRecentlyUsed(store, maxBytes));
  });
}

/**
 * Copies the entries into a new folder and puts it in place of the old one, because LMDB's file never becomes shorter.
 * (LMDB's own compacting copy gave files that could not be written to.) Where the copy has no room, or where the folder
 * is in use and cannot be replaced (Windows), the file keeps its length, and new entries use the room in it.
 */
async function giveBackRoom(folder: string): Promise<void> {
  const replacement = `${folder}${copyMark}${process.pid}`;
  const former = `${replacement}-former`;
  try {
    await withStore(folder, undefined, (from) =>
      withStore(replacement, undefined, async (to) => copyEntries(from, to)),
    );
    await rename(folder, former);
    await rename(replacement, folder);
  } catch {
    // All entries are still there; only the file is longer than needed.
  }
  await rm(replacement, { recursive: true, force: true });
  await rm(former, { recursive: true, force: true });
}

async function withStore<Value>(
  folder: string,
  warn: UpkeepOptions['warn'],
  work: (store: EmbeddingStore) => Promise<Value>,
): Promise<Value> {
  try {
    const store = await openOrReplaceStore(folder, warn);
    try {
      return await work(store);
    } finally {
      await store.root.close();
    }
  } catch (thrown) {
    throw fileError(thrown, folder);
  }
}

async function bytesOfFile(folder: string): Promise<number> {
  return stat(join(folder, 'data.mdb')).then(
    // A folder in place of the file is damage, too: do not ignore it.
    (found) => (found.isFile() ? found.size : 1),
    () => 0,
  );
}

function dateOf(day: number): string {
  return new Date(day * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}
