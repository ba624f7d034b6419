import type { Progress } from '../../base/progress.ts';
import { figure } from '../recovery/trouble.ts';
import type { Course } from './course.ts';
import { type Plan, totalSteps } from './plan.ts';

/** How training stands after a call of the runtime. */
export type Standing = {
  /** The epoch of the last step, counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps taken, of `steps` in all. */
  readonly step: number;
  readonly steps: number;
  /** Of the last steps, on the mean; null right after trouble. */
  readonly loss: number | null;
  /** The last step's. */
  readonly rate: number;
  /** Since this run began; null before a second has passed in it. */
  readonly samplesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** What went wrong last; null where nothing has. */
  readonly trouble: string | null;
};

/** Receives how training stands; must not throw. */
export type Tell = (standing: Standing) => void;

/** Steps whose losses are averaged for the eye. */
const shownSteps = 16;

/** Seconds since the page or process began. */
export function secondsNow(): number {
  return performance.now() / 1000;
}

/** Tells where a course stands, each time it is called, to those who watch. */
export function paceTeller(
  begun: Course,
  { progress, tell, clock }: { progress?: Progress | undefined; tell?: Tell; clock: () => number },
): (plan: Plan, course: Course) => void {
  const started = clock();
  let taken = 0;
  let last = begun.step;
  return (plan, course) => {
    taken += Math.max(0, course.step - last);
    last = course.step;
    const standing = standingOf(plan, course, { taken, seconds: clock() - started });
    tell?.(standing);
    progress?.({
      stage: 'learning',
      done: course.step * plan.batch,
      total: (course.ending === null ? standing.steps : course.step) * plan.batch,
      note: noteOf(standing),
    });
  };
}

function standingOf(plan: Plan, course: Course, run: { readonly taken: number; readonly seconds: number }): Standing {
  const { step, slowed, recent, incidents } = course;
  const shown = recent.slice(-shownSteps);
  const perSecond = run.taken > 0 && run.seconds >= 1 ? run.taken / run.seconds : null;
  return {
    epoch: Math.max(1, Math.ceil(step / plan.stepsPerEpoch)),
    epochs: plan.epochs,
    step,
    steps: totalSteps(plan),
    loss: shown.length > 0 ? shown.reduce((a, b) => a + b, 0) / shown.length : null,
    rate: slowed * plan.schedule(Math.max(0, step - 1)),
    samplesPerSecond: perSecond && perSecond * plan.batch,
    secondsLeft: perSecond && (totalSteps(plan) - step) / perSecond,
    trouble: incidents.at(-1)?.explanation ?? null,
  };
}

function noteOf({ epoch, epochs, loss, rate, trouble }: Standing): string {
  const parts = [
    `epoch ${epoch} of ${epochs}`,
    loss === null ? null : `loss ${loss.toFixed(3)}`,
    `rate ${figure(rate)}`,
  ];
  return [...parts, trouble].filter((part) => part !== null).join(', ');
}
