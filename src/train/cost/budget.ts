import type { Learner } from '../loop/learner.ts';
import { secondsNow } from '../loop/progress-report.ts';

/** How the steps of a learner are timed. */
export type TimingOptions = {
  /** Steps in one call of the runtime. */
  readonly stepsPerCall: number;
  /** Number of timed calls, after one warm-up call; 3 by default. */
  readonly calls?: number;
  /** Gives the time in seconds, from any fixed moment on. */
  readonly clock?: () => number;
};

/**
 * Seconds per step on this machine: the median over some calls, whose results are discarded. Plans use it to decide
 * before training what fits into a time.
 */
export async function secondsPerStep(
  learner: Learner,
  { stepsPerCall, calls = 3, clock = secondsNow }: TimingOptions,
): Promise<number> {
  const learningRates = Array.from({ length: stepsPerCall }, () => 0);
  const seconds: number[] = [];
  for (let call = 0; call <= calls; call++) {
    const started = clock();
    await learner.learn(learner.initial, { before: 0, learningRates, total: stepsPerCall });
    if (call > 0) seconds.push((clock() - started) / stepsPerCall);
  }
  return seconds.toSorted((a, b) => a - b)[Math.floor(calls / 2)];
}

/** The time for a training, and the duration of its parts. */
export type Budget = {
  readonly seconds: number;
  readonly secondsPerStep: number;
  readonly stepsPerEpoch: number;
  /** Duration of one validation; 0 by default. */
  readonly validationSeconds?: number;
  /** Share of the time kept in reserve; 0.1 by default. */
  readonly reserve?: number;
};

/** Number of epochs that fit into the time, at least one. */
export function epochsWithin({
  seconds,
  secondsPerStep,
  stepsPerEpoch,
  validationSeconds = 0,
  reserve = 0.1,
}: Budget): number {
  const epochSeconds = secondsPerStep * stepsPerEpoch + validationSeconds;
  return Math.max(1, Math.floor((seconds * (1 - reserve)) / epochSeconds));
}
