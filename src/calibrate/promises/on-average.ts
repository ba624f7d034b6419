import { sum } from '../../metrics/mean.ts';
import type { PromiseMode } from './promise.ts';

/**
 * The limit holds for a new unit, on average over the draws of these units and of the new one: conformal risk control
 * (Angelopoulos, Bates, Fisch, Lei and Schuster 2022). The new unit counts with the largest loss, 1:
 * n / (n + 1) mean + 1 / (n + 1) <= limit. Losses must be monotone in the threshold.
 */
export function onAverage(): PromiseMode {
  return (losses, limit) => sum(losses) + 1 <= limit * (losses.length + 1) + rounding;
}

/** Tolerance for sums of shares, and for limits such as 1 - 0.9. */
const rounding = 1e-9;
