/**
 * Exact two-sided p-value of McNemar's test (McNemar 1947): 2 P(X <= min(onlyFirst, onlySecond)), at most 1, for X
 * binomial with n = onlyFirst + onlySecond trials and probability 1/2. It is 1 if the two answers never differ.
 * Counts may be millions: the tail is its largest term, computed in logarithms, times a sum of ratios.
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const k = Math.min(onlyFirst, onlySecond);
  if (2 * k === n) return 1;
  return Math.min(1, 2 * Math.exp(logChance(n, k)) * tailRatio(n, k));
}

/** ln (C(n, k) / 2^n) = sum over i = 1..k of ln((n - k + i) / i) - n ln 2. */
function logChance(n: number, k: number): number {
  let sum = -n * Math.LN2;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}

/** P(X <= k) / P(X = k) = 1 + k / (n - k + 1) + k (k - 1) / ((n - k + 1) (n - k + 2)) + ... */
function tailRatio(n: number, k: number): number {
  let sum = 0;
  let term = 1;
  for (let i = k; i >= 0 && term > Number.EPSILON * sum; i--) {
    sum += term;
    term *= i / (n - i + 1);
  }
  return sum;
}
