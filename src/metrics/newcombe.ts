import type { Interval } from './interval.ts';
import type { PairedCounts } from './paired-counts.ts';
import { wilson } from './wilson.ts';

/**
 * 95 % interval of the difference, first minus second, of two shares on the same items: method 10 of Newcombe 1998
 * (Statistics in Medicine 17, 2635). It combines two Wilson intervals with a correlation phi that is corrected for
 * continuity. Without items it is [-1, 1].
 */
export function newcombe({ both: a, onlyFirst: b, onlySecond: c, neither: d }: PairedCounts): Interval {
  const n = a + b + c + d;
  if (n === 0) return [-1, 1];
  const p1 = (a + b) / n;
  const p2 = (a + c) / n;
  const [l1, u1] = wilson(a + b, n);
  const [l2, u2] = wilson(a + c, n);
  const phi = correlation(a, b, c, d);
  const delta = rootOfSquares(p1 - l1, u2 - p2, phi);
  const epsilon = rootOfSquares(u1 - p1, p2 - l2, phi);
  return [p1 - p2 - delta, p1 - p2 + epsilon];
}

function correlation(a: number, b: number, c: number, d: number): number {
  const denominator = Math.sqrt((a + b) * (c + d) * (a + c) * (b + d));
  if (denominator === 0) return 0;
  const surplus = a * d - b * c;
  const corrected = surplus > 0 ? Math.max(0, surplus - (a + b + c + d) / 2) : surplus;
  return corrected / denominator;
}

function rootOfSquares(x: number, y: number, phi: number): number {
  return Math.sqrt(Math.max(0, x ** 2 - 2 * phi * x * y + y ** 2));
}
