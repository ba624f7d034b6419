import { inTime, type Length, type Lengthen, recorded } from '../train/loop/lengths.ts';
import { secondsNow } from '../train/loop/progress-report.ts';
import type { TrainState } from '../train/loop/train-state.ts';
import type { Stage, TrainingPlan } from './training-plan.ts';

/** What a person's time allows a stage. */
export type TimeBudget = {
  /** Seconds after learning began by which it is to be over. */
  readonly until: number;
  /** Epochs beyond which it would learn nothing more. */
  readonly most: number;
};

/** The time that a plan was made for. */
export type StageTime = {
  /** Of each stage. */
  readonly allowed: readonly TimeBudget[];
  /** When learning began, on the clock of `secondsNow`. */
  readonly began: number;
};

/** How long stages come to be. */
export type StageLengths = {
  /** Whether there is no time for a stage. */
  isOver(index: number): boolean;
  /** The epochs that a stage begins with, when those before it came to so many. */
  begins(index: number, before: readonly number[]): number;
  /** What changes them on the way. */
  lengthen(index: number, begins: number): Lengthen;
  /** Counts the time that an earlier run has spent on a course; what it spent on views is not known, and not counted. */
  readonly spent: (trainState: TrainState) => void;
};

/**
 * Lengths as the time decides them for which the plan was made: machines become busy and idle, and a plan knows a few seconds
 * of them. Without a time, as they stand in a plan that is repeated.
 */
export function stageLengths(
  { stages }: TrainingPlan,
  time: StageTime | null,
  clock: () => number = secondsNow,
): StageLengths {
  if (time === null) return lengthsOf(stages);
  const { allowed, began } = time;
  let earlier = 0;
  const left = (index: number) => allowed[index].until - earlier - (clock() - began);
  return {
    isOver: (index) => left(index) <= 0,
    begins: (index, before) => begun(stages, index, before),
    lengthen: (index, begins) => {
      const most = stages[index].on === 'all' ? begins : Math.max(begins, allowed[index].most);
      return inTime(() => ({ seconds: left(index), most }));
    },
    spent: ({ history, epochSums }) => {
      earlier += history.reduce((sum, { seconds }) => sum + seconds, epochSums.seconds);
    },
  };
}

function lengthsOf(stages: readonly Stage[]): StageLengths {
  return {
    isOver: () => false,
    begins: (index) => stages[index].lengths?.[0].epochs ?? stages[index].epochs,
    lengthen: (index) => recorded(stages[index].lengths ?? []),
    spent: () => undefined,
  };
}

/** As planned; but a stage on all pictures follows the length of the one before it. */
function begun(stages: readonly Stage[], index: number, before: readonly number[]): number {
  const { on, epochs } = stages[index];
  if (on === 'train' || index === 0) return epochs;
  return Math.max(1, Math.round((epochs * before[index - 1]) / stages[index - 1].epochs));
}

/** A stage with the length that it came to: repeated, it gives the same. */
export function withLengths(stage: Stage, begins: number, changes: readonly Length[]): Stage {
  const { lengths: _, ...rest } = stage;
  if (changes.length === 0) return { ...rest, epochs: begins };
  const lengths = [{ after: 0, epochs: begins }, ...changes];
  return { ...rest, epochs: lengths[lengths.length - 1].epochs, lengths };
}
