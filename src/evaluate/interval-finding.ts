import type { Interval } from '../metrics/interval.ts';

/**
 * What a 95 % interval of gallery minus classifier says: which of them is better; `same`: any difference is too small
 * to matter; `close`: it is unclear which is better, but the difference is small; `unclear`: it is unclear, and the
 * difference may be large.
 */
export type IntervalFinding = 'classifier' | 'gallery' | 'same' | 'close' | 'unclear';

/** Differences up to this share, 2 points, are too small to choose by. */
export const sameWithin = 0.02;

/** Differences up to this share, 5 points, may be traded for a clear advantage elsewhere. */
const closeWithin = 0.05;

/** With fewer strangers than this, results on strangers do not influence the verdict. */
export const fewestStrangers = 20;

/** Classifies a 95 % interval of gallery minus classifier. */
export function findingOf(interval: Interval): IntervalFinding {
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
 * Rough number of pictures that would decide if `difference` stayed the same: an interval narrows with the square root
 * of their number until it excludes 0 or lies within 2 points of it. Rounded up to two digits.
 */
export function picturesNeeded(samples: number, difference: number, [low, high]: Interval): number {
  const distance = Math.abs(difference);
  const target = Math.max(distance, sameWithin - distance);
  const needed = Math.max(samples + 1, samples * ((high - low) / 2 / target) ** 2);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(needed)) - 1);
  return Math.ceil(needed / unit) * unit;
}
