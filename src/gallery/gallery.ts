import type { Projection } from '../backbones/projection.ts';
import type { Matrix } from '../base/matrix.ts';
import type { MatcherSpec } from './matchers/catalogue.ts';
import type { Threshold } from './threshold.ts';

/** What an answer says of an enrolled picture. */
export type EntryName = {
  /** Unique in the gallery, made of the content's hash: see enrol.ts. */
  readonly id: string;
  readonly label: string;
  readonly path: string;
};

/** Where an enrolled picture comes from: what a change or a measure asks. */
export type EntryOrigin = {
  /** SHA-256 of the picture's bytes. */
  readonly hash: string;
  /** Enrolled by a person after `fit`; absent for what `fit` learned from. */
  readonly enrolled?: true | undefined;
  /** The label that it was enrolled under, where a person has given it another one since. */
  readonly was?: string | undefined;
};

/** One enrolled picture. */
export type Entry = EntryName & EntryOrigin;

/** What of a gallery answering needs. */
export type GalleryForAnswers = {
  /** Of the embedder that made the vectors; others are refused. */
  readonly fingerprint: string;
  /** The space in which closeness is measured. */
  readonly projection: Projection;
  readonly matcher: MatcherSpec;
  readonly threshold: Threshold;
  /** From which cosine two pictures are of one class. Absent, as in older bundles: `threshold` is used. */
  readonly verification?: Threshold;
  readonly entries: readonly EntryName[];
  /** [N, E], unit length, projected: row i belongs to entries[i]. */
  readonly vectors: Matrix;
  /** What the matcher compares with, [C, E], classes in code-point order. Absent: it is computed from the vectors. */
  readonly prototypes?: Matrix;
};

/** Approach 2: enrolled embeddings, compared by cosine after a projection, accepted above a threshold. */
export type Gallery = Omit<GalleryForAnswers, 'entries' | 'prototypes'> & {
  readonly entries: readonly Entry[];
  /** A gallery that can change keeps none: saving computes them. */
  readonly prototypes?: never;
  /**
   * [N, D], unit length, as the embedder gives them, row i for entries[i]: what a classifier learns from when the
   * gallery changes. Absent where they were not kept, as by older versions.
   */
  readonly embeddings?: Matrix;
};
