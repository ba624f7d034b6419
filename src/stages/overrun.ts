import { counted, duration } from '../base/figures.ts';

/** By how much a training took longer than it was given, and why. */
export type Overrun = {
  /** What was given. */
  readonly minutes: number;
  /** How much longer it took. */
  readonly seconds: number;
  /** What took so long, for people. */
  readonly because: string;
};

/** How the time of a training was spent, in seconds since it began; each part begins where the one before it is over. */
export type Milestones = {
  /** When all pictures were read. */
  readonly read: number;
  /** When it was decided what to learn, and how long. */
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
  /** How many stages there were, each of which learns for an epoch at the least. */
  readonly stages: number;
};

/** Timing that is off by so little is none of a person's concern, in seconds. */
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
