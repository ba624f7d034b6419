import { cosineBetween, type Schedule, type ScheduleOptions } from './schedule.ts';

/** Options of oneCycle. */
export type OneCycleOptions = ScheduleOptions & {
  /** Share of the steps in which the rate rises, 0..1. */
  readonly warmUp?: number;
  /** The first rate is the largest divided by this. */
  readonly startDivisor?: number;
  /** The last rate is the first divided by this. */
  readonly endDivisor?: number;
};

/** Up to the largest rate and down to almost none, each along half a cosine (Smith and Topin 2018; as in PyTorch). */
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
