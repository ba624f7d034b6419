import { cosineBetween, type Schedule, type ScheduleOptions } from './schedule.ts';

/** From the largest learning rate to zero along half a cosine (Loshchilov and Hutter 2017, without restarts). */
export function cosine({ learningRate, steps }: ScheduleOptions): Schedule {
  return (step) => cosineBetween(learningRate, 0, step / steps);
}
