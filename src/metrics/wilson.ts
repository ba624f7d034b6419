import type { Interval } from './interval.ts';

/** The 0.975 quantile of the standard normal. */
const z = 1.959963984540054;

/**
 * Wilson's score interval of a share (Wilson 1927), 95 %: `hits` of `total`, which need not be whole. Stays within
 * 0..1 and is honest at the ends: 20 of 20 gives [0.84, 1]. Nothing of nothing gives [0, 1].
 */
export function wilson(hits: number, total: number): Interval {
  if (total === 0) return [0, 1];
  const p = hits / total;
  const n = total;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [hits === 0 ? 0 : Math.max(0, centre - half), hits === total ? 1 : Math.min(1, centre + half)];
}
