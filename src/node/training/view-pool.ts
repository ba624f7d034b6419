import type { PresetName } from '../../images/augment/presets.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import { readFile } from '../files/files.ts';
import { type PicturePool, picturePool, sharedBytes } from '../pictures/picture-pool.ts';
import { threadsWithin } from '../workers/bounded-threads.ts';
import { workerFile } from '../workers/worker-file.ts';

/** What a worker of viewPool is started with. */
export type ViewWorkerData = {
  readonly preprocessing: Preprocessing;
  readonly preset: PresetName;
  readonly seed: number;
  /**
   * An ONNX file whose output is `activations` of one picture, shared by all workers; null: the pictures themselves.
   */
  readonly trunk: SharedArrayBuffer | null;
};

/** Some views of a picture: 0 is the picture as it is in use, all others are augmented, each number differently. */
export type ViewWish = {
  /** The picture's number, which decides its views. */
  readonly sample: number;
  readonly views: readonly number[];
};

/** Options of viewPool. */
export type ViewPoolOptions = Omit<ViewWorkerData, 'trunk'> & {
  readonly trunk: Uint8Array | null;
  readonly threads?: number | undefined;
};

/** Threads that give what a frozen trunk makes of views of pictures. */
export type ViewPool = {
  readonly concurrency: number;
  /** Of each view, one after the other: the same picture, number and view always give the same numbers. */
  views(path: string, wish: ViewWish): Promise<Float32Array>;
  /** The same for a picture's file whose bytes have been read; they are gone afterwards. */
  viewsOf(encoded: Uint8Array, wish: ViewWish): Promise<Float32Array>;
  close: PicturePool<ViewWish>['close'];
};

/** Starts the threads. Throws what loading the trunk throws. */
export async function viewPool({ trunk, threads, ...data }: ViewPoolOptions): Promise<ViewPool> {
  const whole: ViewWorkerData = { ...data, trunk: trunk && sharedBytes(trunk) };
  const pool = await picturePool<ViewWish>(workerFile('training/view-worker'), whole, {
    workers: threadsWithin(threads),
  });
  return {
    concurrency: pool.concurrency,
    views: async (path, wish) => pool.compute(await readFile(path), wish),
    viewsOf: pool.compute,
    close: pool.close,
  };
}
