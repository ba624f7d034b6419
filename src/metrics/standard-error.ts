/**
 * Standard error of a share estimated from `count` independent trials: sqrt(p (1 - p) / n). 0 for a share outside 0..1.
 */
export function standardError(share: number, count: number): number {
  return Math.sqrt(Math.max(0, share * (1 - share)) / count);
}
