import { mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiscernError } from '../base/error.ts';
import type { LmdbEnvironment, LmdbTable } from './lmdb-table.ts';

/** The embeddings on disk, in LMDB: safe to share between processes and to be killed at any moment. */
export type EmbeddingStore = {
  readonly root: LmdbEnvironment;
  /** Float32 bytes by key. */
  readonly vectors: LmdbTable;
  /** When each was last used, and its size, apart from the vectors so that both are quick to look through. */
  readonly uses: LmdbTable;
};

/** The last day on which an embedding was used (days since 1970) and the bytes of its vector. */
export type Use = { readonly day: number; readonly bytes: number };

const dayMs = 24 * 60 * 60 * 1000;
const pageBytes = 4096;

/** Opens the store, made where it is missing. Throws the system's or LMDB's error. */
export async function openEmbeddingStore(folder: string): Promise<EmbeddingStore> {
  const lmdb = await import('lmdb');
  await mkdir(folder, { recursive: true });
  await proveRoom(folder);
  await refuseForeign(join(folder, 'data.mdb'));
  const root = lmdb.open<Buffer, string>({ path: folder, noSubdir: false, encoding: 'binary', maxDbs: 2 });
  const [vectors, uses] = ['vectors', 'uses'].map((name) => root.openDB<Buffer, string>(name, { encoding: 'binary' }));
  return { root, vectors, uses };
}

/**
 * LMDB maps its lock file into memory: where a full disk has no room for a new one, the process would be killed. Once
 * it is there, what is in the store can be read from a full disk too.
 */
async function proveRoom(folder: string): Promise<void> {
  if (await isThere(join(folder, 'lock.mdb'))) return;
  const proof = join(folder, `room-${process.pid}`);
  try {
    await writeFile(proof, new Uint8Array(256 * 1024));
  } finally {
    await rm(proof, { force: true });
  }
}

/** LMDB marks its files so (after 24 bytes, version 2); given anything else, its binding ends the process. */
const mark = Buffer.from('dec0efbe02000000', 'hex');

async function refuseForeign(file: string): Promise<void> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
    if (bytesRead === 0 || buffer.subarray(24).equals(mark)) return;
  } finally {
    await handle.close();
  }
  throw new DiscernError('bad-data', `${file} is no embedding cache`, {
    given: file,
    expected: 'a file that Discern wrote',
    todo: 'remove the folder: embeddings are then computed again',
  });
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The key of an embedding; those of one fingerprint lie together. */
export function keyOf(contentHash: string, fingerprint: string): string {
  return `${fingerprint}/${contentHash}`;
}

/** The fingerprint in a key. */
export function fingerprintOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/** The day of a time in milliseconds, in days since 1970. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** The embedding under a key, copied. */
export function readVector({ vectors }: EmbeddingStore, key: string): Float32Array | undefined {
  const bytes = vectors.getBinary(key);
  if (bytes === undefined) return undefined;
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Writes an embedding as used on `day`. Only within a transaction. */
export function putVector({ vectors, uses }: EmbeddingStore, key: string, vector: Float32Array, day: number): void {
  vectors.putSync(key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
  uses.putSync(key, bytesOfUse({ day, bytes: vector.byteLength }));
}

/** When an embedding was last used. */
export function readUse({ uses }: EmbeddingStore, key: string): Use | undefined {
  const bytes = uses.getBinary(key);
  return bytes && useOf(bytes);
}

/** Notes that an embedding that is there was used on `day`. Only within a transaction. */
export function touch(store: EmbeddingStore, key: string, day: number): void {
  const use = readUse(store, key);
  if (use !== undefined) store.uses.putSync(key, bytesOfUse({ ...use, day }));
}

/** All uses, by key. */
export function* allUses({ uses }: EmbeddingStore): Generator<Use & { readonly key: string }> {
  for (const { key, value } of uses.getRange()) yield { key, ...useOf(value) };
}

/** Removes embeddings, in one transaction. */
export function removeVectors({ root, vectors, uses }: EmbeddingStore, keys: readonly string[]): void {
  root.transactionSync(() => {
    for (const key of keys) {
      vectors.removeSync(key);
      uses.removeSync(key);
    }
  });
}

/** Adds all entries of one store to another, some at a time. */
export function copyEntries(from: EmbeddingStore, to: EmbeddingStore): void {
  const uses = [...allUses(from)];
  for (let start = 0; start < uses.length; start += 1000) {
    to.root.transactionSync(() => {
      for (const { key, day } of uses.slice(start, start + 1000)) {
        const vector = readVector(from, key);
        if (vector !== undefined) putVector(to, key, vector, day);
      }
    });
  }
}

/** The bytes of all pages in use; what was removed is not among them, though the file keeps its length. */
export function bytesInUse({ vectors, uses }: EmbeddingStore): number {
  return pagesOf(vectors.getStats()) + pagesOf(uses.getStats());
}

/** What an embedding takes on disk: whole pages for its vector, and its two keys. */
export function bytesOnDisk({ bytes }: Use): number {
  return Math.ceil((bytes + 16) / pageBytes) * pageBytes + 300;
}

function bytesOfUse({ day, bytes }: Use): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeUInt32LE(day, 0);
  buffer.writeUInt32LE(bytes, 4);
  return buffer;
}

function useOf(buffer: Buffer): Use {
  return { day: buffer.readUInt32LE(0), bytes: buffer.readUInt32LE(4) };
}

/** LMDB's statistics, which its types leave open. */
function pagesOf(stats: {
  readonly pageSize?: number;
  readonly treeBranchPageCount?: number;
  readonly treeLeafPageCount?: number;
  readonly overflowPages?: number;
}): number {
  const { pageSize = pageBytes, treeBranchPageCount = 0, treeLeafPageCount = 0, overflowPages = 0 } = stats;
  return pageSize * (treeBranchPageCount + treeLeafPageCount + overflowPages);
}
