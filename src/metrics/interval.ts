/** A 95 % interval `[low, high]` of a share or of a difference of shares. */
export type Interval = readonly [low: number, high: number];
