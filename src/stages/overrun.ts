import { counted, duration } from '../base/figures.ts';

/** By how much a training took longer than its time, and why. */
export type Overrun = {
  /** The time that was given. */
  readonly minutes: number;
  /** How much longer it took. */
  readonly seconds: number;
  /** What took so long, for people. */
  readonly because: string;
};

/** The times at which the parts of a training were over, in seconds since it began. */
export type Milestones = {
  /** When all pictures were read. */
  readonly read: number;
  /** When the plan was made. */
  readonly planned: number;
  /** When the last stage was learned. */
  readonly learned: number;
  /** When the network was written. */
  readonly ended: number;
};

/** What was learned in that time, and how long it was to take. */
export type LearnedInTime = {
  /** Seconds that were left for learning when it began. */
  readonly allowed: number;
  /** Seconds of every epoch. */
  readonly epochs: readonly number[];
  /** The number of stages; each learns for one epoch at least. */
  readonly stages: number;
};

/** Seconds that are not worth a report. */
const negligible = 1;

/** Says by how much a training took longer than `minutes`, and why; null where it did not. */
export function overrunOf(minutes: number, spent: Milestones, learned: LearnedInTime): Overrun | null {
  const seconds = spent.ended - 60 * minutes;
  if (seconds <= negligible) return null;
  return { minutes, seconds, because: reasonOf(60 * minutes, spent, learned) };
}

function reasonOf(limit: number, spent: Milestones, inTime: LearnedInTime): string {
  const { read, planned, learned, ended } = spent;
  const { epochs } = inTime;
  const passes = epochs.reduce((sum, seconds) => sum + seconds, 0);
  const parts = [
    `reading the pictures took ${duration(read)}`,
    `making a plan ${duration(planned - read)}`,
    `preparing pictures ${duration(Math.max(0, learned - planned - passes))}`,
    `learning ${counted(epochs.length, 'epoch')} ${duration(passes)}`,
    `ending and writing the network ${duration(ended - learned)}`,
  ];
  return `${causeOf(limit, spent, inTime)}: ${parts.join(', ')}`;
}

function causeOf(limit: number, { planned, learned }: Milestones, { allowed, epochs, stages }: LearnedInTime): string {
  if (planned >= limit) return 'the time was over before learning could begin, and there is no shorter training';
  if (learned - planned <= allowed + negligible) return 'the end took longer than was foreseen';
  if (epochs.length <= stages) return 'there is no shorter training of these pictures';
  return 'the machine was slower than when the plan was made';
}
