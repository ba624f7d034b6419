/** What a threshold promises, and what carries the promise. */
export type PromiseMade = {
  /** `false-accept`: at most `share` of strangers are accepted; `accept`: at least `share` of own pictures are. */
  readonly kind: 'false-accept' | 'accept';
  /** 0..1. */
  readonly share: number;
  /** The probability with which it holds, over the draw of the calibration pictures. Absent: it holds on average. */
  readonly confidence?: number;
  /** The units that carry it: strangers' classes or clusters, or scenes of own pictures. */
  readonly units: number;
  /** Present once the gallery has changed since: the promise no longer holds. */
  readonly lapsed?: true;
};
