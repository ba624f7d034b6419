import type { Interval } from './interval.ts';

/** The 0.975 quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * 95 % score interval of the share `hits` / `total` (Wilson 1927). Counts may be fractions. It stays within 0..1 and
 * keeps its width at the ends: 20 of 20 gives [0.84, 1]. Zero trials give [0, 1].
 */
export function wilson(hits: number, total: number): Interval {
  if (total === 0) return [0, 1];
  const p = hits / total;
  const n = total;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [hits === 0 ? 0 : Math.max(0, centre - half), hits === total ? 1 : Math.min(1, centre + half)];
}
