import type { Schedule } from '../../steps/schedules/schedule.ts';
import type { LoopPlan } from './plan.ts';

/** A change of the planned number of epochs: made after epoch `after`, to `epochs` in all. */
export type LengthChange = { readonly after: number; readonly epochs: number };

/** What is known when an epoch ends and the number of epochs is reconsidered. */
export type EpochDurations = {
  /** The number of epochs planned so far. */
  readonly epochs: number;
  /** The duration of each finished epoch, validation included. */
  readonly seconds: readonly number[];
};

/** Gives the new total number of epochs, at least one more than are finished. */
export type Lengthen = (durations: EpochDurations) => number;

/**
 * The plan after these changes of its length. From each change on, the schedule is compressed or stretched, so that the
 * learning rate ends where it would have ended.
 */
export function planAt(plan: LoopPlan, lengths: readonly LengthChange[]): LoopPlan {
  return lengths.reduce(withLength, plan);
}

function withLength(plan: LoopPlan, { after, epochs }: LengthChange): LoopPlan {
  const { stepsPerEpoch } = plan;
  const [at, from, to] = [after, plan.epochs, epochs].map((count) => count * stepsPerEpoch);
  return { ...plan, epochs, schedule: stretched(plan.schedule, { at, from, to }) };
}

/**
 * Stretches a schedule of `from` steps to `to` steps, from step `at` on. The last step keeps the last learning rate.
 * The schedule is evaluated between steps too.
 */
function stretched(
  schedule: Schedule,
  { at, from, to }: { readonly at: number; readonly from: number; readonly to: number },
): Schedule {
  const last = to - 1;
  const speed = (from - 1 - at) / (last - at);
  return (step) => schedule(step < at ? step : step === last ? from - 1 : at + (step - at) * speed);
}

/** Repeats recorded changes of the length. */
export function recorded(lengths: readonly LengthChange[]): Lengthen {
  return ({ epochs, seconds }) => lengths.find(({ after }) => after === seconds.length)?.epochs ?? epochs;
}

/** The length changes only if it differs from the plan by at least this share of the remaining epochs. */
const minChange = 0.1;

/** The time that is left. */
export type TimeLeft = {
  readonly seconds: number;
  /** Maximum number of epochs, however much time is left: more do not improve the result. */
  readonly most: number;
};

/** As many epochs as fit into the time left, estimated from the durations of the last epochs. */
export function inTime(left: () => TimeLeft): Lengthen {
  return ({ epochs, seconds: took }) => {
    const { seconds, most } = left();
    const done = took.length;
    const recent = took.slice(-Math.max(2, Math.ceil(done / 4)));
    const each = recent.reduce((a, b) => a + b, 0) / recent.length;
    const fitting = done + Math.max(1, Math.floor(seconds / each));
    const wanted = Math.max(done + 1, Math.min(most, fitting));
    return Math.abs(wanted - epochs) >= minChange * (epochs - done) ? wanted : epochs;
  };
}
