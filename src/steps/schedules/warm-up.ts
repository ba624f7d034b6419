import type { Schedule, ScheduleOptions } from './schedule.ts';

/** How long the rate rises. */
export type WarmUpOptions = {
  /** Share of the steps, 0..1. Too little lets large networks diverge in their first steps; too much wastes them. */
  readonly share?: number;
};

/**
 * Puts a linear warm-up before any schedule (Goyal et al. 2017): for transformers, large batches, and optimizers whose
 * running means are still empty. `train({ schedule: warmUp(schedules.cosine), ... })`
 */
export function warmUp(
  schedule: (options: ScheduleOptions) => Schedule,
  { share = 0.1 }: WarmUpOptions = {},
): (options: ScheduleOptions) => Schedule {
  return ({ learningRate, steps }) => {
    const rising = Math.min(Math.round(share * steps), steps - 1);
    const rest = schedule({ learningRate, steps: steps - rising });
    return (step) => (step < rising ? (learningRate * (step + 1)) / (rising + 1) : rest(step - rising));
  };
}
