import type { Matrix } from '../base/matrix.ts';

/** Where closeness is measured: y = normalise(projection (x - mean)); without projection y = normalise(x - mean). */
export type Metric = {
  /** What chose it: `cosine` (as the backbone gives it), `whitened` (regularised LDA), later: learned ones. */
  readonly name: string;
  /** [D]. */
  readonly mean: Float32Array;
  /** [E, D]; null for none. */
  readonly projection: Matrix | null;
};

/** How nearness to enrolled pictures becomes a score per class. */
export type Matcher =
  /** The similarity to the class's mean direction. */
  | { readonly name: 'prototype' }
  /** The mean similarity to the class's `k` nearest enrolled pictures (fewer where it has fewer). */
  | { readonly name: 'neighbours'; readonly k: number };

/** Accepted exactly when similarity >= value. `source` says in words where the value comes from. */
export type Threshold = { readonly value: number; readonly source: string };

/** One enrolled picture. */
export type Entry = {
  /** Unique in the gallery: the first 16 hexadecimal digits of the picture's SHA-256, with a suffix where taken. */
  readonly id: string;
  readonly label: string;
  readonly path: string;
  /** SHA-256 of the picture's bytes. */
  readonly hash: string;
};

/** Approach 2: enrolled embeddings, compared by cosine in a metric, accepted above a threshold. */
export type Gallery = {
  /** Of the embedder that made the vectors; others are refused. */
  readonly fingerprint: string;
  readonly metric: Metric;
  readonly matcher: Matcher;
  readonly threshold: Threshold;
  readonly entries: readonly Entry[];
  /** [N, E], unit length, in the metric: row i belongs to entries[i]. */
  readonly vectors: Matrix;
};
