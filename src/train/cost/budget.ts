import type { Learner } from '../loop/learner.ts';
import { secondsNow } from '../loop/progress-report.ts';

/** How a learner's steps are timed. */
export type TimingOptions = {
  /** Steps of one call of the runtime. */
  readonly stepsPerCall: number;
  /** Calls that are timed, after one that is not; 3 where absent. */
  readonly calls?: number;
  /** Seconds since any moment. */
  readonly clock?: () => number;
};

/**
 * Seconds that a step takes on this machine: the median of some calls, whose outcome is thrown away. For plans, which
 * decide before training what fits into a time.
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

/** What is known of a training when its length is chosen. */
export type Budget = {
  readonly seconds: number;
  readonly secondsPerStep: number;
  readonly stepsPerEpoch: number;
  /** Of one validation; 0 where absent. */
  readonly validationSeconds?: number;
  /** Share of the time that is kept for what was not foreseen; 0.1 where absent. */
  readonly reserve?: number;
};

/** Epochs that fit into a time, at least one. */
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
