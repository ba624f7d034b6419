import { availableParallelism } from 'node:os';
import { semaphore } from '../base/semaphore.ts';
import { holdExit, nativeCalls } from './native-calls.ts';
import { pictureBudget } from './picture-budget.ts';
import type { PictureWorkerData } from './picture-messages.ts';
import { PictureThread } from './picture-thread.ts';

/** Pictures in flight per thread: one is computed while the next is decoded. */
const depth = 2;

/** Worker threads that compute numbers of pictures, side by side. `Wish` says what of a picture. */
export type PicturePool<Wish> = {
  /** How many calls of `compute` are worth having in flight. */
  readonly concurrency: number;
  /** The numbers of one encoded picture. The bytes may be detached. Throws the worker's errors. */
  compute(encoded: Uint8Array, wish: Wish): Promise<Float32Array>;
  /** First answers what was sent. */
  close(): Promise<void>;
};

/** Options of a pool. */
export type PicturePoolOptions = {
  /** Default: one a core. */
  readonly workers?: number | undefined;
};

/**
 * Starts threads that run `file` with `data`. A thread that dies rejects its pictures and all later ones with
 * `internal`. Throws what keeps one from starting.
 */
export async function picturePool<Wish, Data extends object = object>(
  file: string,
  data: Data,
  { workers = availableParallelism() }: PicturePoolOptions = {},
): Promise<PicturePool<Wish>> {
  const calls = nativeCalls();
  const letGo = holdExit(calls);
  const whole: Data & PictureWorkerData = { ...data, calls };
  const starting = Array.from({ length: workers }, () => PictureThread.start<Wish>(file, whole));
  const threads = await allStarted(starting).catch((error: unknown) => {
    letGo();
    throw error;
  });
  const { compute, settled } = dispatcher(threads);
  return {
    concurrency: depth * workers,
    compute,
    close: async () => {
      await settled();
      await Promise.all(threads.map((thread) => thread.close()));
      letGo();
    },
  };
}

/** Bytes that all threads of a pool read without a copy. */
export function sharedBytes(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

type Dispatcher<Wish> = Pick<PicturePool<Wish>, 'compute'> & {
  /** Waits until every picture that was given is answered. */
  readonly settled: () => Promise<unknown>;
};

/** Sends each picture to the least loaded thread, and holds it back while all are full or memory is short. */
function dispatcher<Wish>(threads: readonly PictureThread<Wish>[]): Dispatcher<Wish> {
  const places = semaphore(depth * threads.length);
  const roomFor = pictureBudget();
  const open = new Set<Promise<Float32Array>>();
  async function sent(encoded: Uint8Array, wish: Wish): Promise<Float32Array> {
    const makeRoom = await roomFor(encoded);
    await places.acquire();
    const thread = threads.reduce((least, other) => (other.load < least.load ? other : least));
    return thread.compute(encoded, wish).finally(() => {
      places.release();
      makeRoom();
    });
  }
  return {
    compute: (encoded, wish) => {
      const answer = sent(encoded, wish).finally(() => open.delete(answer));
      open.add(answer);
      return answer;
    },
    settled: () => Promise.allSettled(open),
  };
}

/** All threads, or the first failure after those that did start are closed again. */
async function allStarted<Wish>(starting: readonly Promise<PictureThread<Wish>>[]): Promise<PictureThread<Wish>[]> {
  const results = await Promise.allSettled(starting);
  const threads = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (!failure) return threads;
  await Promise.all(threads.map((thread) => thread.close()));
  throw failure.reason;
}
