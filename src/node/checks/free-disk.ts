import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { byteSize } from '../../base/figures.ts';
import type { Check } from './check.ts';

const leastBytes = 500e6;

/** There is room on the disk that holds the cache. */
export const freeDisk: Check = {
  title: 'free disk',
  essential: false,
  look: async ({ cacheFolder }) => {
    const bytes = await freeBytes(cacheFolder);
    const found = byteSize(bytes);
    if (bytes >= leastBytes) return { ok: true, found };
    return { ok: false, found, todo: 'make room, or empty the cache: discern cache --clear' };
  },
};

/** Free to this user on the disk of the folder, or of the nearest folder around it that is there. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return freeBytes(dirname(folder));
  }
}
