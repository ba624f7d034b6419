import { mapInOrder } from '../../data/map-in-order.ts';
import type { AugmentedBatch, AugmentJob } from './augment-messages.ts';
import { type AugmentPoolOptions, augmentPool } from './augment-pool.ts';

/** Options of augmentedBatches. */
export type AugmentedBatchesOptions = AugmentPoolOptions & {
  /** Paths of the pictures, by their numbers. */
  readonly samples: readonly string[];
  /**
   * Batches that may be under way or wait to be taken, at least as many as are taken at once: more bridge longer calls
   * that block this thread, each holds 12 B S S bytes. Where absent two a thread and two more.
   */
  readonly ahead?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** A picture by its number, in one view; see AugmentJob. */
export type SampleView = Pick<AugmentJob, 'sample' | 'view'>;

/**
 * Batches of augmented pictures in the order given, made ahead by worker threads, also while this thread is blocked. A
 * picture that cannot be read is named in its batch. Throws `interrupted` when the signal is aborted; threads end with
 * the last batch, or when the receiver stops.
 */
export async function* augmentedBatches(
  order: Iterable<readonly SampleView[]> | AsyncIterable<readonly SampleView[]>,
  { samples, ahead, signal, ...options }: AugmentedBatchesOptions,
): AsyncGenerator<AugmentedBatch, void, undefined> {
  const pool = augmentPool(options);
  const work = (batch: readonly SampleView[], stop: AbortSignal) => {
    stop.addEventListener('abort', pool.halt, { once: true });
    return pool.batch(batch.map(({ sample, view }) => ({ path: samples[sample], sample, view })));
  };
  try {
    yield* mapInOrder(order, work, { window: ahead ?? 2 * pool.threads + 2, signal });
  } finally {
    await pool.close();
  }
}
