import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { oneCycle } from './one-cycle.ts';
import type { Schedule, ScheduleOptions } from './schedule.ts';

/**
 * Every schedule of the learning rate, by name.
 *
 * @example
 * const rateAt = schedules.cosine({ learningRate: 0.01, steps: 100 });
 * rateAt(0); // => 0.01
 * rateAt(50); // => 0.005
 */
export const schedules = { constant, cosine, oneCycle } satisfies Record<
  string,
  (options: ScheduleOptions) => Schedule
>;
