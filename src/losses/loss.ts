import type { Value } from '../graph/value.ts';

/** What a loss may ask for: it declares what it needs, and nobody asks which loss it is. */
export type Given = {
  /** The head's outputs before softmax, [B, C]. */
  readonly logits: Value;
  /** The true classes, int64 [B], each 0 .. C - 1. */
  readonly labels: Value;
  /** Where pictures are mixed: the classes of what was mixed in, int64 [B], and the share of a picture's own, [B]. */
  readonly mixed?: { readonly labels: Value; readonly shares: Value };
};

/** How wrong a batch is: a scalar, finite, never negative, and the same for every order of the batch. */
export type Loss = {
  readonly needs: readonly (keyof Given)[];
  value(given: Given): Value;
};
