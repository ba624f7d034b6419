/**
 * Which samples a step learns from: their numbers, 0 .. N - 1, always the same count. The same step, counted from 0,
 * always gives the same batch, so that work can be taken up again anywhere; going on from step to step is cheap.
 */
export type Sampler = (step: number) => readonly number[];

/** What every sampler is made from. */
export type SamplerOptions = {
  /** The class of each sample; where there are no classes, as many zeros as samples. At least one sample. */
  readonly labels: ArrayLike<number>;
  /** Samples per step. */
  readonly batch: number;
  readonly seed: number;
};
