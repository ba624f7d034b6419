import type { OpenSetScores } from './evidence.ts';

/**
 * The ROC curve at given false accept rates: for each of `falseAccepts` (ascending, each 0..1) the share of the known
 * pictures that is accepted, linear between the thresholds.
 */
export function rocCurve(
  { known, strangers }: Pick<OpenSetScores, 'known' | 'strangers'>,
  falseAccepts: readonly number[],
): number[] {
  const corners = rocCorners(known.slice().sort().reverse(), strangers.slice().sort().reverse());
  return falseAccepts.map((x) => heightAt(corners, x));
}

type Corner = { readonly x: number; readonly y: number };

/** From (0, 0) to (1, 1), one corner for each distinct score, highest first. Both lists descend. */
function rocCorners(known: Float64Array, strangers: Float64Array): Corner[] {
  const corners = [{ x: 0, y: 0 }];
  let i = 0;
  let j = 0;
  while (i < known.length || j < strangers.length) {
    const score = Math.max(known[i] ?? Number.NEGATIVE_INFINITY, strangers[j] ?? Number.NEGATIVE_INFINITY);
    while (known[i] >= score) i++;
    while (strangers[j] >= score) j++;
    corners.push({ x: j / strangers.length, y: i / known.length });
  }
  return corners;
}

/** The highest point of the curve at `x`. */
function heightAt(corners: readonly Corner[], x: number): number {
  const last = corners.findLastIndex((corner) => corner.x <= x);
  const from = corners[last];
  const to = corners[last + 1];
  return to === undefined ? from.y : from.y + ((x - from.x) / (to.x - from.x)) * (to.y - from.y);
}
