import { availableParallelism } from 'node:os';
import { freeMemory } from './free-memory.ts';

/** What there is to share among threads. */
export type ThreadLoad = {
  /** How many pictures are to come; absent where nobody knows. */
  readonly pictures?: number | undefined;
  /** Bytes of the model that each thread loads for itself. */
  readonly modelBytes: number;
};

/** How often a loaded model holds its file's bytes, and what a thread needs besides: a picture decoded, activations. */
const perModelByte = 3;
const perThreadBytes = 64e6;

/** The share of free memory that threads may take. */
const memoryShare = 0.8;

/**
 * As many threads as were asked for, and as the machine has cores: each keeps one core busy, and more bring nothing.
 */
export function threadsWithin(threads: number = availableParallelism()): number {
  return Math.max(1, Math.min(threads, availableParallelism()));
}

/** The same, and no more than there are pictures, or than there is memory for. At least 1. */
export async function threadsFor(threads: number | undefined, { pictures, modelBytes }: ThreadLoad): Promise<number> {
  const room = Math.floor((memoryShare * (await freeMemory())) / (perModelByte * modelBytes + perThreadBytes));
  return Math.max(1, Math.min(threadsWithin(threads), pictures ?? Number.POSITIVE_INFINITY, room));
}
