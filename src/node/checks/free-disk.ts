import { byteSize } from '../../base/figures.ts';
import { freeBytes } from '../files/free-bytes.ts';
import type { Check } from './check.ts';

const leastBytes = 500e6;

/** Checks that the disk with the cache has room. */
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
