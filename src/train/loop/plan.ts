import type { Schedule } from '../../steps/schedules/schedule.ts';

/** The plan of the training loop, decided before it starts. Changes of its length are recorded apart (lengths.ts). */
export type LoopPlan = {
  readonly schedule: Schedule;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Steps in one call of the runtime. Between two calls, the abort signal is checked. */
  readonly stepsPerCall: number;
  /** Samples per step, for progress reports. */
  readonly batch: number;
  /** Number of epochs without a better validation after which training ends. */
  readonly patience: number;
  readonly guard: DivergencePolicy;
};

/** When training counts as diverged, and how it reacts. */
export type DivergencePolicy = {
  /** How often training may go back to the last good state, at a lower learning rate, before it ends. */
  readonly attempts: number;
  /**
   * Factor on the learning rate after each divergence, 0..1. A larger factor may need more attempts, a smaller one
   * learns slowly.
   */
  readonly slowDown: number;
  /** The loss counts as diverged when it is above the first loss and above this many times its running median. */
  readonly explosion: number;
  /**
   * Number of epochs without a lower loss after which the learning rate is lowered. Infinity where the schedule falls
   * by itself.
   */
  readonly plateau: number;
};

/** The default policy; it suits nearly all trainings. */
export const defaultDivergencePolicy: DivergencePolicy = {
  attempts: 4,
  slowDown: 0.3,
  explosion: 4,
  plateau: Number.POSITIVE_INFINITY,
};

/** Ends training at the first loss that is not finite, and keeps the best weights until then. */
export const stopAtDivergence: DivergencePolicy = {
  attempts: 0,
  slowDown: 1,
  explosion: Number.POSITIVE_INFINITY,
  plateau: Number.POSITIVE_INFINITY,
};

/** The number of steps in the whole plan. */
export function totalSteps({ epochs, stepsPerEpoch }: LoopPlan): number {
  return epochs * stepsPerEpoch;
}
