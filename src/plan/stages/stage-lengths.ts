import { inTime, type LengthChange, type Lengthen, recorded } from '../../train/loop/lengths.ts';
import { secondsNow } from '../../train/loop/progress-report.ts';
import type { TrainState } from '../../train/loop/train-state.ts';
import type { Stage, TrainingPlan } from '../training-plan.ts';

/** The time of a stage. */
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

/** How many epochs stages have. */
export type StageLengths = {
  /** Whether no time is left for a stage. */
  isOver(index: number): boolean;
  /** The epochs that a stage begins with. `before`: the epochs that the stages before it came to. */
  begins(index: number, before: readonly number[]): number;
  /** Decides after every epoch how many there are to be. */
  lengthen(index: number, begins: number): Lengthen;
  /**
   * Counts the time of an earlier run, as its checkpoint says; the time that it spent on views is not known, and not
   * counted.
   */
  readonly spent: (trainState: TrainState) => void;
};

/**
 * The lengths of stages. With a time, the clock changes them on the way: a machine becomes busy or idle after the few
 * seconds in which it was measured. Without a time they are as in the plan, which is repeated.
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

/** The planned epochs; a stage on all pictures changes in proportion to the stage before it. */
function begun(stages: readonly Stage[], index: number, before: readonly number[]): number {
  const { on, epochs } = stages[index];
  if (on === 'train' || index === 0) return epochs;
  return Math.max(1, Math.round((epochs * before[index - 1]) / stages[index - 1].epochs));
}

/** A stage with the length that it came to, so that a repeated plan gives the same. */
export function withLengths(stage: Stage, begins: number, changes: readonly LengthChange[]): Stage {
  const { lengths: _, ...rest } = stage;
  if (changes.length === 0) return { ...rest, epochs: begins };
  const lengths = [{ after: 0, epochs: begins }, ...changes];
  return { ...rest, epochs: lengths[lengths.length - 1].epochs, lengths };
}
