import type { ErrorJson } from '../base/error.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Sample } from './dataset.ts';

/** A picture that could not be read, with its reason. */
export type Skipped = { readonly path: string; readonly error: ErrorJson };

/** Samples with their embeddings: row i of `embeddings` belongs to `samples[i]`. */
export type Embedded = {
  readonly samples: readonly Sample[];
  /** [N, D], unit length. */
  readonly embeddings: Matrix;
  /** SHA-256 of each picture's bytes. */
  readonly hashes: readonly string[];
  readonly skipped: readonly Skipped[];
};
