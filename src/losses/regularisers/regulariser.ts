import type { Value } from '../../graph/value.ts';

/** What a regulariser may look at. */
export type Regularised = {
  /** [B, D], as they leave the projection: of any length. */
  readonly embeddings: Value;
  /** The weights that stand for the classes, [C, K, D], K for each class; absent where a loss has none. */
  readonly centres?: Value;
};

/** Added to a loss, times a weight: what an embedding shall be like whatever it learns. A scalar, finite, never negative. */
export type Regulariser = {
  readonly needs: keyof Regularised;
  value(given: Regularised): Value;
};
