import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { Check } from './check.ts';

/** The cache's folder can be written to, and its database (lmdb) works there. Without it all works, only slower. */
export const cacheStore: Check = {
  title: 'cache (lmdb)',
  essential: false,
  look: async ({ cacheFolder }) => {
    await mkdir(cacheFolder, { recursive: true });
    const folder = await mkdtemp(join(cacheFolder, 'check-'));
    try {
      const database = open({ path: folder });
      await database.put('key', 'value');
      const ok = database.get('key') === 'value';
      await database.close();
      return ok ? { ok, found: cacheFolder } : { ok, found: `${cacheFolder} loses what is written`, todo };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const todo = 'point XDG_CACHE_HOME at a folder on a local disk that you may write to, or use --no-cache';
