/** Values that were seen, against which the next one is ranked. */
export type ConformalRanks = {
  /**
   * The p-value of a value, which is then seen itself: the share of values, itself among them, that are smaller; ties
   * are broken by `draw` (0..1). Where all values are exchangeable the p-values are independent and uniform (Vovk,
   * Gammerman and Shafer 2005, smoothed conformal prediction).
   */
  next(value: number, draw: number): number;
};

/** Ranks among the given values and all that come after them. */
export function conformalRanks(values: readonly number[]): ConformalRanks {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    next(value, draw) {
      const smaller = firstAt(sorted, (each) => each >= value);
      const notLarger = firstAt(sorted, (each) => each > value);
      sorted.splice(smaller, 0, value);
      return (smaller + draw * (notLarger - smaller + 1)) / sorted.length;
    },
  };
}

/** The place of the first value that passes the test, in values that pass it from some place on. */
function firstAt(sorted: readonly number[], test: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The same for a property that pictures have or lack: those that have it come first. */
export type ConformalShare = {
  /** The share that is expected of the next picture. It depends on earlier ones alone. */
  expected(): number;
  next(has: boolean, draw: number): number;
};

/** Ranks among `total` pictures, of which `having` have the property, and all that come after them. */
export function conformalShare(having: number, total: number): ConformalShare {
  let [count, all] = [having, total];
  return {
    expected: () => Math.min(0.95, (count + 0.5) / (all + 1)),
    next(has, draw) {
      all++;
      if (has) count++;
      return (has ? draw * count : count + draw * (all - count)) / all;
    },
  };
}
