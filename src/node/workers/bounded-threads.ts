import { availableParallelism } from 'node:os';
import { freeMemory } from './free-memory.ts';

/** What decides how many threads are worth having. */
export type ThreadLoad = {
  /** How many pictures are to come; absent where nobody knows. */
  readonly pictures?: number | undefined;
  /** Bytes of the model that each thread loads for itself. */
  readonly modelBytes: number;
};

/**
 * A loaded model takes this many times the bytes of its file; each thread also holds a decoded picture and activations.
 */
const perModelByte = 3;
const perThreadBytes = 64e6;

/** The share of free memory that all threads together may take. */
const memoryShare = 0.8;

/** As many threads as asked for, but no more than the machine has cores: each thread keeps one core busy. */
export function threadsWithin(threads: number = availableParallelism()): number {
  return Math.max(1, Math.min(threads, availableParallelism()));
}

/** Like threadsWithin, and no more than there are pictures or than memory allows. At least 1. */
export async function threadsFor(threads: number | undefined, { pictures, modelBytes }: ThreadLoad): Promise<number> {
  const room = Math.floor((memoryShare * (await freeMemory())) / (perModelByte * modelBytes + perThreadBytes));
  return Math.max(1, Math.min(threadsWithin(threads), pictures ?? Number.POSITIVE_INFINITY, room));
}
