import type { Interval } from '../metrics/interval.ts';

/**
 * Where a 95 % interval of gallery minus classifier leans: to one of them; `same` (whatever it is, it is too small to
 * matter); `close` (not known which, but the loser loses little); `unclear` (nothing is known).
 */
export type Lean = 'classifier' | 'gallery' | 'same' | 'close' | 'unclear';

/** Differences up to this share, 2 points, are too small to choose by. */
export const sameWithin = 0.02;

/** Differences up to this share, 5 points, may be given up for something else that is sure. */
const closeWithin = 0.05;

/** With fewer strangers than this, how they were told apart decides nothing. */
export const fewestStrangers = 20;

/** Where the interval leans. */
export function leanOf(interval: Interval): Lean {
  const [low, high] = interval;
  if (within(interval, sameWithin)) return 'same';
  if (low > 0) return 'gallery';
  if (high < 0) return 'classifier';
  return within(interval, closeWithin) ? 'close' : 'unclear';
}

function within([low, high]: Interval, limit: number): boolean {
  return low >= -limit && high <= limit;
}

/**
 * Roughly how many pictures would have decided, had the same `difference` held: an interval narrows with the square
 * root of their number until it excludes 0 or lies within 2 points of it. Rounded up to two digits.
 */
export function picturesNeeded(samples: number, difference: number, [low, high]: Interval): number {
  const distance = Math.abs(difference);
  const target = Math.max(distance, sameWithin - distance);
  const needed = Math.max(samples + 1, samples * ((high - low) / 2 / target) ** 2);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(needed)) - 1);
  return Math.ceil(needed / unit) * unit;
}
