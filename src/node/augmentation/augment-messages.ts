import type { Skipped } from '../../data/embedding/embedded.ts';
import type { PresetName } from '../../images/augment/presets.ts';
import type { Preprocessing } from '../../images/preprocessing.ts';
import type { PixelStore } from '../training/pixel-store.ts';
import type { WorkerTask } from '../workers/serve-requests.ts';

/** One picture of a batch, in one view. */
export type AugmentJob = {
  readonly path: string;
  /** The picture's number, which with the view decides what is drawn, whatever its path. */
  readonly sample: number;
  /** 0 is the picture as it is in use; every other number is another random view. */
  readonly view: number;
};

/** Pictures as a network takes them. */
export type AugmentedBatch = {
  /** [B, 3, S, S], or [B, S, S, 3] where the card says so, in the order of the jobs. */
  readonly images: Float32Array;
  /** Jobs whose picture could not be read: their row in `images` is all zeros, and is not to be learned from. */
  readonly skipped: readonly SkippedJob[];
};

/** A picture that could not be read, and its row in the batch. */
export type SkippedJob = Skipped & { readonly row: number };

/** What a worker of augmentPool is started with. */
export type AugmentWorkerData = {
  readonly preset: PresetName;
  readonly strength?: number | undefined;
  readonly preprocessing: Preprocessing;
  readonly seed: number;
  /** Pictures that are decoded already, by their numbers; null: all are read from their files. */
  readonly store: PixelStore | null;
  /** One number, shared with all workers: 1 once nobody waits for what they were sent. */
  readonly halted: SharedArrayBuffer;
};

/** What a worker of augmentPool serves: the batch of some jobs. */
export type AugmentTask = WorkerTask<readonly AugmentJob[], AugmentedBatch>;
