/** Adjacent values pooled into one level, up to `upTo`, with the numbers of observed and drawn values in it. */
type Level = { readonly upTo: number; readonly observed: number; readonly drawn: number };

/**
 * The density ratio of `drawn` to `observed` values at each observed value x, f_drawn(x) / f_observed(x): the best
 * estimate that never falls as x grows (pool adjacent violators; Ayer et al. 1955). Both arrays are sorted ascending
 * and not empty. Gives the ratio as a function of x.
 */
export function risingRatio(observed: Float64Array, drawn: Float64Array): (x: number) => number {
  const levels = pooled(observed, drawn);
  const ratios = levels.map((level) => shareDrawn(level, observed.length / drawn.length));
  return (x) => ratios[Math.min(firstReaching(levels, x), levels.length - 1)];
}

function shareDrawn({ observed, drawn }: Level, scale: number): number {
  return observed === 0 ? Number.POSITIVE_INFINITY : (drawn * scale) / observed;
}

function pooled(observed: Float64Array, drawn: Float64Array): Level[] {
  const levels: Level[] = [];
  let at = 0;
  for (let i = 0; i < observed.length; ) {
    const upTo = observed[i];
    let count = 0;
    let chance = 0;
    for (; i < observed.length && observed[i] === upTo; i++) count++;
    for (; at < drawn.length && drawn[at] <= upTo; at++) chance++;
    push(levels, { upTo, observed: count, drawn: chance });
  }
  push(levels, { upTo: Number.POSITIVE_INFINITY, observed: 0, drawn: drawn.length - at });
  return levels;
}

/** Adds a level and pools it with the levels before it whose ratio is not smaller. */
function push(levels: Level[], level: Level): void {
  let last = level;
  for (let before = levels.at(-1); before !== undefined && !below(before, last); before = levels.at(-1)) {
    levels.pop();
    last = { upTo: last.upTo, observed: before.observed + last.observed, drawn: before.drawn + last.drawn };
  }
  levels.push(last);
}

/** a.drawn / a.observed < b.drawn / b.observed, also for zeros. */
function below(a: Level, b: Level): boolean {
  return a.drawn * b.observed < b.drawn * a.observed;
}

/** The index of the first level that reaches x, by bisection. */
function firstReaching(levels: readonly Level[], x: number): number {
  let [low, high] = [0, levels.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (levels[middle].upTo < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
