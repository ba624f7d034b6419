import type { Stats } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { errorCodeOf } from '../files/file-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { requireSoundLmdb } from './lmdb-file.ts';
import type { LmdbEnvironment, LmdbTable } from './lmdb-table.ts';

/** The embeddings on disk, in LMDB. Several processes may share it, and any of them may be killed at any moment. */
export type EmbeddingStore = {
  readonly root: LmdbEnvironment;
  /** Float32 bytes by key. */
  readonly vectors: LmdbTable;
  /** When each was last used, and its size. They lie apart from the vectors, so that reading them all is quick. */
  readonly uses: LmdbTable;
};

/** The last day on which an embedding was used (days since 1970), the bytes of its vector and their checksum. */
export type Use = {
  readonly day: number;
  readonly bytes: number;
  /** Null where an earlier version wrote it. */
  readonly checksum: number | null;
};

const dayMs = 24 * 60 * 60 * 1000;
const pageBytes = 4096;

/**
 * Opens the store; makes it where it is missing. Throws the system's or LMDB's error, and `bad-data` where a file is
 * damaged: LMDB maps its files into memory, and damage in them would end the process.
 */
export async function openEmbeddingStore(folder: string): Promise<EmbeddingStore> {
  const lmdb = await import('lmdb');
  await makeFolder(folder);
  const [data, lock] = [join(folder, 'data.mdb'), join(folder, 'lock.mdb')];
  const [dataFile, lockFile] = [await fileAt(data), await fileAt(lock)];
  if (!isAllocated(lockFile)) await proveRoom(folder);
  if (dataFile !== null) requireSoundLmdb(data);
  const root = lmdb.open<Buffer, string>({
    path: folder,
    noSubdir: false,
    encoding: 'binary',
    maxDbs: 2,
    // Otherwise, after a restart, LMDB uses a third head, which was not checked.
    overlappingSync: false,
  });
  const [vectors, uses] = ['vectors', 'uses'].map((name) => root.openDB<Buffer, string>(name, { encoding: 'binary' }));
  return { root, vectors, uses };
}

/**
 * Moves a damaged store to `FOLDER.damaged`, in place of one that was moved there earlier. A process that has it open
 * goes on with it. Gives the new path. Throws what the file system throws.
 */
export async function setStoreAside(folder: string): Promise<string> {
  const aside = damagedStore(folder);
  await rm(aside, { recursive: true, force: true });
  await rename(folder, aside);
  return aside;
}

/** Where setStoreAside puts a damaged store. */
export function damagedStore(folder: string): string {
  return `${folder}.damaged`;
}

/** The state of a file of LMDB; null where it is missing. Throws `bad-data` where something else is at its path. */
async function fileAt(path: string): Promise<Stats | null> {
  const found = await stat(path).catch((thrown: unknown) => {
    if (errorCodeOf(thrown) === 'ENOENT') return null;
    throw thrown;
  });
  if (found === null || found.isFile()) return found;
  throw new DiscernError('bad-data', `${path} is not a file`, {
    given: path,
    expected: 'a file that Discern wrote, or nothing',
    todo: 'remove it: discern cache --clear',
  });
}

/**
 * Checks that LMDB's lock file has its room on disk. LMDB maps it into memory, and on a full disk a write to it would
 * kill the process. With that room a store on a full disk can still be read.
 */
async function proveRoom(folder: string): Promise<void> {
  const proof = join(folder, `room-${process.pid}`);
  try {
    await writeFile(proof, new Uint8Array(256 * 1024));
  } finally {
    await rm(proof, { force: true });
  }
}

/** Whether the disk holds room for the whole length of a file. */
function isAllocated(file: Stats | null): boolean {
  return file !== null && file.size > 0 && 512 * file.blocks >= file.size;
}

/** The key of an embedding. Embeddings of one fingerprint are neighbours in key order. */
export function keyOf(contentHash: string, fingerprint: string): string {
  return `${fingerprint}/${contentHash}`;
}

/** The fingerprint in a key. */
export function keyFingerprint(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/** The day of a time in milliseconds, in days since 1970. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** A copy of the embedding under a key. Throws `bad-data` where its bytes are not those that were written. */
export function readVector(store: EmbeddingStore, key: string): Float32Array | undefined {
  const bytes = store.vectors.getBinary(key);
  const use = readUse(store, key);
  if (bytes === undefined || use === undefined) return undefined;
  if (bytes.byteLength !== use.bytes) throw notAsWritten(key);
  const vector = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  if (use.checksum !== null && use.checksum !== checksumOf(vector)) throw notAsWritten(key);
  return vector;
}

function notAsWritten(key: string): DiscernError {
  return new DiscernError('bad-data', 'an embedding in it is not as it was written', {
    given: key,
    expected: 'the bytes that Discern wrote',
    todo: 'remove the cache: discern cache --clear',
  });
}

/** Writes an embedding as used on `day`. Only within a transaction. */
export function putVector({ vectors, uses }: EmbeddingStore, key: string, vector: Float32Array, day: number): void {
  vectors.putSync(key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
  uses.putSync(key, bytesOfUse({ day, bytes: vector.byteLength, checksum: checksumOf(vector) }));
}

/** When an embedding was last used. */
export function readUse({ uses }: EmbeddingStore, key: string): Use | undefined {
  const bytes = uses.getBinary(key);
  return bytes && useOf(bytes);
}

/** Notes that an embedding in the store was used on `day`. Only within a transaction. */
export function touch(store: EmbeddingStore, key: string, day: number): void {
  const use = readUse(store, key);
  if (use !== undefined) store.uses.putSync(key, bytesOfUse({ ...use, day }));
}

/** All uses, by key. */
export function* allUses({ uses }: EmbeddingStore): Generator<Use & { readonly key: string }> {
  for (const { key, value } of uses.getRange()) yield { key, ...useOf(value) };
}

/**
 * Removes embeddings, in one transaction. Throws `bad-data` where one is damaged: LMDB would read the bytes beside it
 * as its own notes on free pages.
 */
export function removeVectors(store: EmbeddingStore, keys: readonly string[]): void {
  const { root, vectors, uses } = store;
  root.transactionSync(() => {
    for (const key of keys) {
      readVector(store, key);
      vectors.removeSync(key);
      uses.removeSync(key);
    }
  });
}

/** Copies all entries of one store to another, some at a time. */
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

/** Bytes of all pages in use. Removed entries do not count, though the file keeps its length. */
export function bytesInUse({ vectors, uses }: EmbeddingStore): number {
  return pagesOf(vectors.getStats()) + pagesOf(uses.getStats());
}

/** Bytes that an embedding takes on disk: whole pages for its vector, and its two keys. */
export function bytesOnDisk({ bytes }: Use): number {
  return Math.ceil((bytes + 16) / pageBytes) * pageBytes + 300;
}

/** The hash FNV-1a of 32 bits, over the bits of the numbers instead of bytes. */
function checksumOf(vector: Float32Array): number {
  let hash = 0x811c9dc5;
  for (const bits of new Uint32Array(vector.buffer, vector.byteOffset, vector.length)) {
    hash = Math.imul(hash ^ bits, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

function bytesOfUse({ day, bytes, checksum }: Use): Buffer {
  const buffer = Buffer.alloc(checksum === null ? 8 : 12);
  buffer.writeUInt32LE(day, 0);
  buffer.writeUInt32LE(bytes, 4);
  if (checksum !== null) buffer.writeUInt32LE(checksum, 8);
  return buffer;
}

function useOf(buffer: Buffer): Use {
  const checksum = buffer.length < 12 ? null : buffer.readUInt32LE(8);
  return { day: buffer.readUInt32LE(0), bytes: buffer.readUInt32LE(4), checksum };
}

/** Pages in use, from LMDB's statistics, whose types are open. */
function pagesOf(stats: {
  readonly pageSize?: number;
  readonly treeBranchPageCount?: number;
  readonly treeLeafPageCount?: number;
  readonly overflowPages?: number;
}): number {
  const { pageSize = pageBytes, treeBranchPageCount = 0, treeLeafPageCount = 0, overflowPages = 0 } = stats;
  return pageSize * (treeBranchPageCount + treeLeafPageCount + overflowPages);
}
