import type { Threshold } from '../../gallery/threshold.ts';

/** Similarities of pictures that a space was not fitted on. A rule takes what it needs, and does without the rest. */
export type ThresholdEvidence = {
  /** Pictures of known classes, held out: the similarity of each to its nearest class. */
  readonly heldOut?: {
    readonly similarities: readonly number[];
    /** The class of each. */
    readonly labels: readonly string[];
  };
  /** Similarities of pictures to the nearest class of another label. */
  readonly others?: readonly number[];
  /** Similarities of pairs; `from` says in words where the pairs come from. */
  readonly pairs?: { readonly same: readonly number[]; readonly different: readonly number[]; readonly from: string };
};

/** Chooses a threshold; null where it lacks the evidence that it needs. */
export type ThresholdRule = (evidence: ThresholdEvidence) => Threshold | null;

/** Share of pictures that a quantile gives up by default. */
export const refusedShare = 0.05;
