import type { Schedule } from '../../steps/schedules/schedule.ts';
import type { Plan } from './plan.ts';

/** After so many epochs it was seen that there are to be so many in all. */
export type Length = { readonly after: number; readonly epochs: number };

/** What is known when an epoch is over and its training's length is thought over. */
export type Passed = {
  /** Epochs in all, as they stand. */
  readonly epochs: number;
  /** Of each epoch that is over, validation included. */
  readonly seconds: readonly number[];
};

/** How many epochs there are to be in all, at least one more than are over. */
export type Lengthen = (passed: Passed) => number;

/** The plan with its lengths as they changed: from each change on, the rate falls as much faster or slower as it takes to end in time. */
export function planAt(plan: Plan, lengths: readonly Length[]): Plan {
  return lengths.reduce(withLength, plan);
}

function withLength(plan: Plan, { after, epochs }: Length): Plan {
  const { stepsPerEpoch } = plan;
  const [at, from, to] = [after, plan.epochs, epochs].map((count) => count * stepsPerEpoch);
  return { ...plan, epochs, schedule: stretched(plan.schedule, { at, from, to }) };
}

/** A schedule of `from` steps that has `to` from step `at` on, and ends at the rate at which it would have ended: asked between steps. */
function stretched(
  schedule: Schedule,
  { at, from, to }: { readonly at: number; readonly from: number; readonly to: number },
): Schedule {
  const last = to - 1;
  const pace = (from - 1 - at) / (last - at);
  return (step) => schedule(step < at ? step : step === last ? from - 1 : at + (step - at) * pace);
}

/** As a plan that is repeated has them. */
export function recorded(lengths: readonly Length[]): Lengthen {
  return ({ epochs, seconds }) => lengths.find(({ after }) => after === seconds.length)?.epochs ?? epochs;
}

/** How far off a length must be, as a share of the epochs to come, to be changed. */
const notable = 0.1;

/** What the clock allows. */
export type TimeLeft = {
  readonly seconds: number;
  /** The most epochs in all, however much time there is: more gives nothing. */
  readonly most: number;
};

/** As many epochs as the time that is left allows, by how long the last ones took. */
export function inTime(left: () => TimeLeft): Lengthen {
  return ({ epochs, seconds: took }) => {
    const { seconds, most } = left();
    const done = took.length;
    const recent = took.slice(-Math.max(2, Math.ceil(done / 4)));
    const each = recent.reduce((a, b) => a + b, 0) / recent.length;
    const fitting = done + Math.max(1, Math.floor(seconds / each));
    const wanted = Math.max(done + 1, Math.min(most, fitting));
    return Math.abs(wanted - epochs) >= notable * (epochs - done) ? wanted : epochs;
  };
}
