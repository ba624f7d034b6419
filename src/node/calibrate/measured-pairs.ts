import type { ComparedPair } from '../../calibrate/pairs/pair-units.ts';

/** Pairs of pictures, each measured in a space that has learned none of its identities. */
export type MeasuredPairs = {
  readonly pairs: readonly ComparedPair[];
  /** The identity of each picture. */
  readonly of: ArrayLike<number>;
  /** In words, where the pairs come from. */
  readonly from: string;
  /** What an error calls them. */
  readonly given: string;
};
