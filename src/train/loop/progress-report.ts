import type { Progress } from '../../base/progress.ts';
import { figure } from '../recovery/divergence.ts';
import { type LoopPlan, totalSteps } from './plan.ts';
import type { TrainState } from './train-state.ts';

/** The progress of training after one call of the runtime. */
export type TrainProgress = {
  /** The epoch of the last step, counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done, of `steps` in all. */
  readonly step: number;
  readonly steps: number;
  /** Mean loss of the last steps; null right after training went back. */
  readonly loss: number | null;
  /** The learning rate of the last step. */
  readonly rate: number;
  /** Measured since this run began; null in its first second. */
  readonly samplesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** The last problem in words; null where there was none. */
  readonly divergence: string | null;
};

/** Receives the progress of training; must not throw. */
export type ReportProgress = (progressNow: TrainProgress) => void;

/** The shown loss is the mean over this many steps. */
const shownSteps = 16;

/** Seconds since the page or the process started. */
export function secondsNow(): number {
  return performance.now() / 1000;
}

/** Gives a function that reports the progress of a training state to `progress` and `tell`. */
export function progressReporter(
  initial: TrainState,
  { progress, tell, clock }: { progress?: Progress | undefined; tell?: ReportProgress; clock: () => number },
): (plan: LoopPlan, trainState: TrainState) => void {
  const started = clock();
  let taken = 0;
  let last = initial.step;
  return (plan, trainState) => {
    taken += Math.max(0, trainState.step - last);
    last = trainState.step;
    const progressNow = progressOf(plan, trainState, { taken, seconds: clock() - started });
    tell?.(progressNow);
    progress?.({
      stage: 'learning',
      done: trainState.step * plan.batch,
      total: (trainState.ending === null ? progressNow.steps : trainState.step) * plan.batch,
      note: noteOf(progressNow),
    });
  };
}

function progressOf(
  plan: LoopPlan,
  trainState: TrainState,
  run: { readonly taken: number; readonly seconds: number },
): TrainProgress {
  const { step, slowed, recent, incidents } = trainState;
  const shown = recent.slice(-shownSteps);
  const perSecond = run.taken > 0 && run.seconds >= 1 ? run.taken / run.seconds : null;
  return {
    epoch: Math.max(1, Math.ceil(step / plan.stepsPerEpoch)),
    epochs: plan.epochs,
    step,
    steps: totalSteps(plan),
    loss: shown.length > 0 ? shown.reduce((a, b) => a + b, 0) / shown.length : null,
    rate: slowed * plan.schedule(Math.max(0, step - 1)),
    samplesPerSecond: perSecond && perSecond * plan.batch,
    secondsLeft: perSecond && (totalSteps(plan) - step) / perSecond,
    divergence: incidents.at(-1)?.explanation ?? null,
  };
}

function noteOf({ epoch, epochs, loss, rate, divergence }: TrainProgress): string {
  const parts = [
    `epoch ${epoch} of ${epochs}`,
    loss === null ? null : `loss ${loss.toFixed(3)}`,
    `rate ${figure(rate)}`,
  ];
  return [...parts, divergence].filter((part) => part !== null).join(', ');
}
