import type { ProgressOptions } from '../base/progress.ts';

/** Options that all functions of this entry share. */
export type WorkOptions = ProgressOptions & {
  /** The seed of everything random. Default: 0. */
  readonly seed?: number | undefined;
  /** Threads to use. Default: one per core. */
  readonly threads?: number | undefined;
  /** The folder of the embedding cache, which holds nothing else. Absent: there is no cache. */
  readonly cacheFolder?: string | undefined;
  /** Receives what a person should know and what does not stop the work. */
  readonly warn?: ((message: string) => void) | undefined;
};
