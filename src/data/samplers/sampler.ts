/**
 * Returns the batch of a step: indices of samples, 0 .. N - 1, always equally many. Steps count from 0. A step always
 * gives the same batch, so that training can resume anywhere; going through the steps in order is fast.
 */
export type Sampler = (step: number) => readonly number[];

/** The options that all samplers share. */
export type SamplerOptions = {
  /** The class of each sample [N], N >= 1; without classes, N zeros. */
  readonly labels: ArrayLike<number>;
  /** Samples per step. */
  readonly batch: number;
  readonly seed: number;
};
