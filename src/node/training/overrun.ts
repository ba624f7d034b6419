import { counted, duration } from '../../base/figures.ts';

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

function reasonOf(limit: number, spent: Milestones, learned: LearnedInTime): string {
  const { read, planned, learned: over, ended } = spent;
  if (planned >= limit) {
    return `before learning could begin, reading the pictures took ${duration(read)} and making a plan ${duration(planned - read)}`;
  }
  if (over - planned <= learned.allowed + negligible) {
    return `finding what ends the network, and writing it, took ${duration(ended - over)}`;
  }
  const passes = learned.epochs.reduce((sum, seconds) => sum + seconds, 0);
  const isLeast = learned.epochs.length <= learned.stages;
  const least = isLeast ? ', and there is no shorter training' : ': the machine was slower than when the plan was made';
  const parts = [
    `${duration(passes)} for ${counted(learned.epochs.length, 'epoch')}`,
    `${duration(over - planned - passes)} for preparing pictures`,
  ];
  return `learning took ${parts.join(' and ')}, where ${duration(Math.max(0, learned.allowed))} were left${least}`;
}
