import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { oneCycle } from './one-cycle.ts';
import type { Schedule, ScheduleOptions } from './schedule.ts';

/** Every schedule of the learning rate, by name. */
export const schedules = { constant, cosine, oneCycle } satisfies Record<
  string,
  (options: ScheduleOptions) => Schedule
>;
