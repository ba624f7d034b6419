import { cosineBetween, type Schedule, type ScheduleOptions } from './schedule.ts';

/** From the full rate to zero along half a cosine (Loshchilov and Hutter 2017, without restarts). */
export function cosine({ rate, steps }: ScheduleOptions): Schedule {
  return (step) => cosineBetween(rate, 0, step / steps);
}
