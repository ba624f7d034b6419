import type { ScoredUnit, ThresholdPromise } from '../../../src/calibrate/promises/promise.ts';

/** The loss of a unit at a threshold, by its definition. */
export function lossAt(kind: ThresholdPromise['kind'], { scores, weights }: ScoredUnit, threshold: number): number {
  let lost = 0;
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    const weight = weights?.[i] ?? 1;
    total += weight;
    if (kind === 'accept' ? scores[i] < threshold : scores[i] >= threshold) lost += weight;
  }
  return lost / total;
}

/** Hoeffding-Bentkus (Bates et al. 2021): whether the losses show that their mean is at most `limit`. */
export function hoeffdingBentkus(losses: ArrayLike<number>, limit: number, confidence: number): boolean {
  const n = losses.length;
  const mean = Array.from(losses).reduce((sum, loss) => sum + loss, 0) / n;
  if (mean >= limit) return false;
  const entropy = (mean === 0 ? 0 : mean * Math.log(mean / limit)) + (1 - mean) * Math.log((1 - mean) / (1 - limit));
  const bentkus = Math.E * binomialBelow(Math.ceil(n * mean - 1e-9), n, limit);
  return Math.min(Math.exp(-n * entropy), bentkus) <= 1 - confidence;
}

/** P(Binomial(n, p) <= k). */
function binomialBelow(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= k; i++) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
}
