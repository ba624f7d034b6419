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
  /** Enrolled by a person after `fit`; absent for what `fit` learned from. */
  readonly enrolled?: true | undefined;
  /** The label that it was enrolled under, where a person has given it another one since. */
  readonly was?: string | undefined;
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
  /**
   * [N, D], unit length, as the embedder gives them, row i for entries[i]: what a classifier learns from when the gallery
   * changes. Absent where they were not kept, as by older versions.
   */
  readonly embeddings?: Matrix;
};
