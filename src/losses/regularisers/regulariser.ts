import type { Value } from '../../graph/value.ts';

/** What a regulariser can read. */
export type Regularised = {
  /** [B, D], as they leave the projection: of any length. */
  readonly embeddings: Value;
  /** The weights that stand for the classes, [C, K, D], K for each class; absent where the loss has none. */
  readonly centres?: Value;
};

/** A term added to a loss, times a weight: a property that embeddings should have. A scalar, finite, never negative. */
export type Regulariser = {
  readonly needs: keyof Regularised;
  value(given: Regularised): Value;
};
