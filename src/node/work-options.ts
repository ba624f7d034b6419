import type { Watch } from '../base/progress.ts';

/** How the functions of this entry work, whatever they do. */
export type WorkOptions = Watch & {
  /** Everything random follows from it; default 0. */
  readonly seed?: number | undefined;
  /** Default: one a core. */
  readonly threads?: number | undefined;
  /** Where embeddings are remembered, a folder of its own; absent: nowhere. */
  readonly cacheFolder?: string | undefined;
  /** Told what a person should know and what does not stop the work. */
  readonly warn?: ((message: string) => void) | undefined;
};
