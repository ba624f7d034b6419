import { availableParallelism } from 'node:os';
import { semaphore } from '../../base/semaphore.ts';
import { withoutTelemetry } from '../without-telemetry.ts';
import { holdExit, type NativeCalls, nativeCalls } from '../workers/native-calls.ts';
import type { WorkerTask } from '../workers/serve-requests.ts';
import { leastLoaded, WorkerThread } from '../workers/worker-thread.ts';
import { pictureBudget } from './picture-budget.ts';

/** What every worker that computes numbers of pictures is started with. */
export type PictureWorkerData = { readonly calls: NativeCalls };

/** One encoded picture, and what to compute of it. */
export type PictureRequest<Wish> = { readonly encoded: Uint8Array; readonly wish: Wish };

/** What a worker of a picture pool serves by `serveRequests`. */
export type PictureTask<Wish> = WorkerTask<PictureRequest<Wish>, Float32Array>;

/** Pictures in progress per thread: one is computed while the next is decoded. */
const depth = 2;

/** Worker threads that compute numbers of pictures, side by side. `Wish` says which numbers. */
export type PicturePool<Wish> = {
  /** How many calls of `compute` are worth making at once. */
  readonly concurrency: number;
  /** The numbers of one encoded picture. The buffer of the bytes may be detached. Throws the worker's errors. */
  compute(encoded: Uint8Array, wish: Wish): Promise<Float32Array>;
  /** Closes the threads after they have answered all calls. */
  close(): Promise<void>;
};

/** Options of a pool. */
export type PicturePoolOptions = {
  /** Default: one a core. */
  readonly workers?: number | undefined;
};

/**
 * Starts threads that run `file` with `data`. Where a thread dies, its pictures and all later ones reject with
 * `internal`. Throws the error of a thread that cannot start.
 */
export async function picturePool<Wish, Data extends object = object>(
  file: string,
  data: Data,
  { workers = availableParallelism() }: PicturePoolOptions = {},
): Promise<PicturePool<Wish>> {
  withoutTelemetry();
  const calls = nativeCalls();
  const letGo = holdExit(calls);
  const whole: Data & PictureWorkerData = { ...data, calls };
  const threads = Array.from(
    { length: workers },
    () => new WorkerThread<PictureRequest<Wish>, Float32Array>(file, whole),
  );
  const closeThreads = async () => {
    await Promise.all(threads.map((thread) => thread.close()));
    letGo();
  };
  const [failure] = (await Promise.allSettled(threads.map(({ started }) => started))).filter(isRejected);
  if (failure) {
    await closeThreads();
    throw failure.reason;
  }
  const { compute, settled } = dispatcher(threads);
  return {
    concurrency: depth * workers,
    compute,
    close: async () => {
      await settled();
      await closeThreads();
    },
  };
}

/** Bytes that all threads of a pool read without a copy. */
export function sharedBytes(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

type PictureThread<Wish> = WorkerThread<PictureRequest<Wish>, Float32Array>;

type Dispatcher<Wish> = Pick<PicturePool<Wish>, 'compute'> & {
  /** Waits until every picture that was given is answered. */
  readonly settled: () => Promise<unknown>;
};

/** Sends each picture to the least loaded thread. A picture waits while all threads are full or memory is short. */
function dispatcher<Wish>(threads: readonly PictureThread<Wish>[]): Dispatcher<Wish> {
  const places = semaphore(depth * threads.length);
  const roomFor = pictureBudget();
  const open = new Set<Promise<Float32Array>>();
  async function sent(encoded: Uint8Array, wish: Wish): Promise<Float32Array> {
    const makeRoom = await roomFor(encoded);
    const compute = () => {
      const owned = ownBuffer(encoded);
      return leastLoaded(threads).ask({ encoded: owned, wish }, [owned.buffer]);
    };
    return places.run(compute).finally(makeRoom);
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

/** The same bytes in a buffer of their own, which can be moved to another thread. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return whole ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

function isRejected(result: PromiseSettledResult<void>): result is PromiseRejectedResult {
  return result.status === 'rejected';
}
