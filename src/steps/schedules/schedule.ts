/** The learning rate of a step, counted from 0. A step may be a fraction, where a schedule is stretched. */
export type Schedule = (step: number) => number;

/** Options of every schedule. */
export type ScheduleOptions = {
  /** The largest learning rate, above 0: too much diverges, too little hardly trains. */
  readonly learningRate: number;
  /** The number of steps; rates are defined for steps 0 .. steps - 1. */
  readonly steps: number;
};

/** From `start` at progress 0 to `end` at progress 1, along half a cosine. */
export function cosineBetween(start: number, end: number, progress: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * progress))) / 2;
}
