import { cosineBetween, type Schedule, type ScheduleOptions } from './schedule.ts';

/** Options of oneCycle. */
export type OneCycleOptions = ScheduleOptions & {
  /** Share of the steps in which the rate rises, 0..1. Too little may diverge at first; too much wastes steps. */
  readonly warmUp?: number;
  /** The first rate is the largest divided by this, 1 or more. */
  readonly startDivisor?: number;
  /** The last rate is the first divided by this, 1 or more. */
  readonly endDivisor?: number;
};

/**
 * One cycle (Smith and Topin 2018; as in PyTorch): the rate rises to the largest, then falls to almost zero, each along
 * half a cosine.
 */
export function oneCycle({
  learningRate,
  steps,
  warmUp = 0.3,
  startDivisor = 25,
  endDivisor = 1e4,
}: OneCycleOptions): Schedule {
  const start = learningRate / startDivisor;
  const end = start / endDivisor;
  const top = Math.max(warmUp * steps - 1, 0);
  const fall = Math.max(steps - 1 - top, 1);
  return (step) =>
    step < top ? cosineBetween(start, learningRate, step / top) : cosineBetween(learningRate, end, (step - top) / fall);
}
