import type { Schedule, ScheduleOptions } from './schedule.ts';

/** The same rate at every step. */
export function constant({ learningRate }: ScheduleOptions): Schedule {
  return () => learningRate;
}
