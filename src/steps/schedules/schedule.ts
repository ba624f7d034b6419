/** The learning rate of a step, counted from 0; also between two steps, where a schedule is stretched. */
export type Schedule = (step: number) => number;

/** What every schedule is made from. */
export type ScheduleOptions = {
  /** The largest rate: too much diverges, too little hardly learns. */
  readonly learningRate: number;
  /** How many steps there will be; rates are defined for steps 0 .. steps - 1. */
  readonly steps: number;
};

/** From `start` at progress 0 to `end` at progress 1 along half a cosine. */
export function cosineBetween(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
