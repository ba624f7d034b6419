import type { Projection } from '../backbones/projection.ts';
import type { Matrix } from '../base/matrix.ts';
import type { MatcherSpec } from './matchers/catalogue.ts';

/** Accepted exactly when similarity >= value. `source` says in words where the value comes from. */
export type Threshold = { readonly value: number; readonly source: string };

/** One enrolled picture. */
export type Entry = {
  /** Unique in the gallery, made of the content's hash: see enrol.ts. */
  readonly id: string;
  readonly label: string;
  readonly path: string;
  /** SHA-256 of the picture's bytes. */
  readonly hash: string;
};

/** Approach 2: enrolled embeddings, compared by cosine after a projection, accepted above a threshold. */
export type Gallery = {
  /** Of the embedder that made the vectors; others are refused. */
  readonly fingerprint: string;
  /** The space in which closeness is measured. */
  readonly projection: Projection;
  readonly matcher: MatcherSpec;
  readonly threshold: Threshold;
  readonly entries: readonly Entry[];
  /** [N, E], unit length, projected: row i belongs to entries[i]. */
  readonly vectors: Matrix;
};
