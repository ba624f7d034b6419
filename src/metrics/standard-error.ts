/** The standard error of a share, 0..1, of so many independent things: sqrt(p (1 - p) / n). Shares beyond 0..1 count as certain. */
export function standardError(share: number, count: number): number {
  return Math.sqrt(Math.max(0, share * (1 - share)) / count);
}
