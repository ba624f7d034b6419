import type { Schedule, ScheduleOptions } from './schedule.ts';

/** The same learning rate at every step. */
export function constant({ learningRate }: ScheduleOptions): Schedule {
  return () => learningRate;
}
