import { availableParallelism } from 'node:os';
import type { PixelStore } from '../training/pixel-store.ts';
import { threadsWithin } from '../workers/bounded-threads.ts';
import { workerFile } from '../workers/worker-file.ts';
import { leastLoaded, WorkerThread } from '../workers/worker-thread.ts';
import type { AugmentedBatch, AugmentJob, AugmentWorkerData } from './augment-messages.ts';

/** What decides how pictures are augmented, and by how many threads. */
export type AugmentPoolOptions = Omit<AugmentWorkerData, 'halted' | 'strength' | 'store'> & {
  /** Pictures that are decoded already; where absent they are read from their files. */
  readonly store?: PixelStore | null | undefined;
  /** See AugmenterOptions. */
  readonly strength?: number | undefined;
  /** Worker threads, each for one core; where absent a quarter of the cores, as the rest is busy with training. */
  readonly threads?: number | undefined;
};

/** Threads that read, decode and augment pictures. */
export type AugmentPool = {
  readonly threads: number;
  /**
   * A batch, made by one thread. Sent at once, and worked on also while this thread is inside a long call: ask for the
   * next batches before the first is needed. Only so many at once as memory holds.
   */
  batch(jobs: readonly AugmentJob[]): Promise<AugmentedBatch>;
  /** Lets go of what is not done yet: batches that were asked for throw `interrupted`. */
  halt(): void;
  /** First answers what was asked for. */
  close(): Promise<void>;
};

/** Starts the threads. The same job gives the same numbers, whatever the number of threads and the order of batches. */
export function augmentPool({ threads = quarter(), strength, store = null, ...data }: AugmentPoolOptions): AugmentPool {
  const halted = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const file = workerFile('augmentation/augment-worker');
  const whole: AugmentWorkerData = { ...data, strength, store, halted };
  const pool = Array.from(
    { length: threadsWithin(threads) },
    () => new WorkerThread<readonly AugmentJob[], AugmentedBatch>(file, whole),
  );
  return {
    threads: pool.length,
    batch: (jobs) => leastLoaded(pool).ask(jobs),
    halt: () => void Atomics.store(new Int32Array(halted), 0, 1),
    close: async () => void (await Promise.all(pool.map((thread) => thread.close()))),
  };
}

function quarter(): number {
  return Math.ceil(availableParallelism() / 4);
}
