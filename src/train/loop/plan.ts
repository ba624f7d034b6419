import type { Schedule } from '../../steps/schedules/schedule.ts';

/** What training does, decided before it begins; what changes its length on the way is written down (lengths.ts). */
export type Plan = {
  readonly schedule: Schedule;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Steps between two looks at the signal: one call of the runtime. */
  readonly stepsPerCall: number;
  /** Samples per step, to tell progress by. */
  readonly batch: number;
  /** Epochs without a better validation after which training ends. */
  readonly patience: number;
  readonly guard: Guard;
};

/** What is taken for trouble, and the answer to it. */
export type Guard = {
  /** How often training goes back to the last good state, at a lower rate, before it is given up. */
  readonly attempts: number;
  /** What the rates are multiplied by after trouble, 0..1: nearer to 1 may need more attempts, less learns slowly. */
  readonly slowDown: number;
  /** The loss has diverged when it is above its beginning and so many times its running median. */
  readonly explosion: number;
  /** Epochs without a better loss after which the rate is lowered; schedules that fall by themselves need none. */
  readonly plateau: number;
};

/** A guard that suits nearly everything. */
export const usualGuard: Guard = { attempts: 4, slowDown: 0.3, explosion: 4, plateau: Number.POSITIVE_INFINITY };

/** Ends at the first number that is not finite, and keeps what was best until then. */
export const noGuard: Guard = {
  attempts: 0,
  slowDown: 1,
  explosion: Number.POSITIVE_INFINITY,
  plateau: Number.POSITIVE_INFINITY,
};

/** All steps of a plan. */
export function totalSteps({ epochs, stepsPerEpoch }: Plan): number {
  return epochs * stepsPerEpoch;
}
