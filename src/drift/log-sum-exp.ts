/** The logarithm of the sum of exp(values). */
export function logSumExp(values: readonly number[]): number {
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return Number.isFinite(most) ? most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0)) : most;
}
