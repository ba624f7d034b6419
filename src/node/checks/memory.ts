import { availableParallelism, freemem, totalmem } from 'node:os';
import { byteSize } from '../../base/figures.ts';
import type { Check } from './check.ts';

const leastBytes = 1e9;

/** Checks that there is memory for the pictures and models that are in use at once. */
export const memory: Check = {
  title: 'memory and cores',
  essential: false,
  look: async () => {
    const limit = process.constrainedMemory();
    const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
    const found = `${byteSize(total)} (${byteSize(Math.min(freemem(), total))} free), ${availableParallelism()} cores`;
    if (total >= leastBytes) return { ok: true, found };
    return { ok: false, found, todo: 'use --threads 1 and --backbone efficientnet-lite0' };
  },
};
