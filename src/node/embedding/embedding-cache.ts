import type { EmbeddingCache } from '../../data/embedding/embedding-cache.ts';
import { fileError } from '../files/file-error.ts';
import { isDamage, leastRecentlyUsed, openOrReplaceStore } from './cache-upkeep.ts';
import {
  bytesInUse,
  dayOf,
  type EmbeddingStore,
  keyOf,
  putVector,
  readUse,
  readVector,
  removeVectors,
  setStoreAside,
  touch,
  type Use,
} from './embedding-store.ts';

/** Options of the cache on disk. */
export type EmbeddingCacheOptions = {
  /** A folder for the cache alone; made where it is missing. */
  readonly folder: string;
  /**
   * Above this size the least recently used embeddings are removed. 2 GB hold some 240,000 embeddings of 1280
   * dimensions.
   */
  readonly maxBytes?: number;
  /** Receives one message where the cache cannot be used; the work then goes on without it. */
  readonly warn?: (message: string) => void;
  /** The time in milliseconds since 1970. It decides which embeddings are the least recently used. */
  readonly now?: () => number;
};

/**
 * Embeddings written in one transaction: a larger batch waits less often for the disk, a smaller one loses less in a
 * kill.
 */
const batchEntries = 512;
const batchMs = 1000;

/**
 * Embeddings on disk, exactly as they were computed. Several processes may share the folder; a kill loses at most the
 * last second. A damaged cache is moved aside with a warning, and a new one is made. Where the folder cannot be used
 * (read-only, full disk) the cache warns once and behaves as if it were empty.
 */
export async function lmdbEmbeddingCache(options: EmbeddingCacheOptions): Promise<EmbeddingCache> {
  const { folder, maxBytes = 2e9, warn = () => {}, now = Date.now } = options;
  const fail = (thrown: unknown) => {
    warn(`going on without the embedding cache: ${fileError(thrown, folder).message}`);
    if (isDamage(thrown)) setStoreAside(folder).catch(() => undefined);
  };
  try {
    return new WritingBehind(await openOrReplaceStore(folder, warn), { maxBytes, now, fail });
  } catch (thrown) {
    fail(thrown);
    return noCache();
  }
}

function noCache(): EmbeddingCache {
  return { get: () => undefined, set: () => {}, close: async () => {} };
}

type Terms = { readonly maxBytes: number; readonly now: () => number; readonly fail: (thrown: unknown) => void };

/** After a failed write, what is in the cache can still be read. */
type State = 'usable' | 'read-only' | 'unusable' | 'closed';

/** Collects new embeddings and writes them in batches. It finds those that are not written yet, too. */
class WritingBehind implements EmbeddingCache {
  readonly #store: EmbeddingStore;
  readonly #terms: Terms;
  readonly #waiting = new Map<string, Float32Array>();
  readonly #touched = new Set<string>();
  #state: State = 'usable';
  #timer: NodeJS.Timeout | undefined;

  constructor(store: EmbeddingStore, terms: Terms) {
    this.#store = store;
    this.#terms = terms;
  }

  get(contentHash: string, fingerprint: string): Float32Array | undefined {
    const key = keyOf(contentHash, fingerprint);
    return this.#waiting.get(key)?.slice() ?? this.#read(key);
  }

  set(contentHash: string, fingerprint: string, embedding: Float32Array): void {
    if (this.#state !== 'usable') return;
    this.#waiting.set(keyOf(contentHash, fingerprint), embedding.slice());
    this.#writeSoon();
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#write();
    this.#state = 'closed';
    await this.#store.root.close();
  }

  #read(key: string): Float32Array | undefined {
    if (this.#state === 'unusable' || this.#state === 'closed') return undefined;
    try {
      if (this.#state === 'usable' && isStale(readUse(this.#store, key), dayOf(this.#terms.now()))) {
        this.#touched.add(key);
        this.#writeSoon();
      }
      return readVector(this.#store, key);
    } catch (thrown) {
      this.#giveUp('unusable', thrown);
      return undefined;
    }
  }

  #writeSoon(): void {
    if (this.#waiting.size + this.#touched.size >= batchEntries) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), batchMs).unref();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      if (this.#state === 'usable') {
        writeBatch(this.#store, this.#waiting, this.#touched, dayOf(this.#terms.now()));
        keepBelow(this.#store, this.#terms.maxBytes);
      }
    } catch (thrown) {
      this.#giveUp(isDamage(thrown) ? 'unusable' : 'read-only', thrown);
    }
    this.#waiting.clear();
    this.#touched.clear();
  }

  #giveUp(state: State, thrown: unknown): void {
    if (this.#state === 'usable') this.#terms.fail(thrown);
    this.#state = state;
  }
}

function isStale(use: Use | undefined, today: number): boolean {
  return use !== undefined && use.day !== today;
}

function writeBatch(
  store: EmbeddingStore,
  waiting: ReadonlyMap<string, Float32Array>,
  touched: ReadonlySet<string>,
  day: number,
): void {
  if (waiting.size + touched.size === 0) return;
  store.root.transactionSync(() => {
    for (const [key, vector] of waiting) putVector(store, key, vector, day);
    for (const key of touched) touch(store, key, day);
  });
}

/** Removes the least recently used embeddings: a tenth more than needed, so that this is not needed again at once. */
function keepBelow(store: EmbeddingStore, maxBytes: number): void {
  if (bytesInUse(store) > maxBytes) removeVectors(store, leastRecentlyUsed(store, 0.9 * maxBytes));
}
