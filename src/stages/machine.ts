import type { NetworkFile } from '../backbones/network-file.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Storage } from '../base/storage.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Views } from '../train/batches/views.ts';
import type { OpenRecords } from './views/records.ts';

/** The ports behind which training from pictures does its work: Node passes in its own, and so may a page. */
export type Machine = {
  /** Runs graphs. */
  readonly runtime: Runtime;
  /** Draws augmented views of pictures. */
  readonly views: Views;
  /** Where checkpoints are kept until training has ended. */
  readonly storage: Storage;
  /** Where activations are kept; `recordsIn(storage)` where nothing better is at hand. */
  readonly openRecords: OpenRecords;
  /** Embeds pictures by a network's file. */
  readonly embed: EmbedPictures;
};

/**
 * Embeds pictures by a network's file: [N, D], rows of unit length, in the order of `paths`. Throws where a picture can
 * no longer be read, and `interrupted`.
 */
export type EmbedPictures = (
  network: NetworkFile,
  paths: readonly string[],
  options: {
    /** Whether the network is met again, so that a cache may keep its embeddings. */
    readonly isKnown: boolean;
  },
) => Promise<Matrix>;
