import type { Schedule, ScheduleOptions } from './schedule.ts';

/** The same rate at every step. */
export function constant({ rate }: ScheduleOptions): Schedule {
  return () => rate;
}
