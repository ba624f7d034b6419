/** What a threshold promises of pictures that it was not chosen with. */
export type ThresholdPromise = {
  /** `false-accept`: at most `share` of strangers are accepted; `accept`: at least `share` of own pictures are. */
  readonly kind: 'false-accept' | 'accept';
  /** 0..1, both ends excluded. */
  readonly share: number;
};

/**
 * What was drawn as one: a class of strangers, a scene of own pictures, an identity. Units are exchangeable, their
 * pictures are not.
 */
export type ScoredUnit = {
  /** The scores of its pictures; a larger score is more surely known. */
  readonly scores: ArrayLike<number>;
  /** How much each picture counts in its unit, >= 0. Absent: all alike. */
  readonly weights?: ArrayLike<number>;
};

/** Whether losses (0..1, one per unit) show that the mean loss of all such units is at most `limit` (0..1). */
export type PromiseMode = (losses: ArrayLike<number>, limit: number) => boolean;

/** What a mode needs to know beyond the losses. */
export type PromiseModeOptions = {
  /** The probability over the draw of the units, 0..1, both ends excluded. */
  readonly confidence: number;
};
