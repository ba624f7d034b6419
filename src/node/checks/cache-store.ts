import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openEmbeddingStore, putVector, readVector } from '../embedding/embedding-store.ts';
import { makeFolder } from '../files/make-folder.ts';
import type { Check } from './check.ts';

/**
 * Checks that the cache's folder can be written to and that its database (lmdb) works there. Without the cache
 * everything works, but slower.
 */
export const cacheStore: Check = {
  title: 'cache (lmdb)',
  essential: false,
  look: async ({ cacheFolder }) => {
    await makeFolder(cacheFolder);
    const folder = await mkdtemp(join(cacheFolder, 'check-'));
    try {
      const store = await openEmbeddingStore(folder);
      store.root.transactionSync(() => putVector(store, 'key', Float32Array.of(1), 0));
      const ok = readVector(store, 'key')?.at(0) === 1;
      await store.root.close();
      return ok ? { ok, found: cacheFolder } : { ok, found: `${cacheFolder} loses what is written`, todo };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const todo = 'point XDG_CACHE_HOME at a folder on a local disk that you may write to, or use --no-cache';
