import type { Random } from '../../base/random.ts';

/** Draws from Beta(alpha, alpha), 0..1; alpha > 0. */
export function beta(random: Random, alpha: number): number {
  const [a, b] = [gamma(random, alpha), gamma(random, alpha)];
  return a + b > 0 ? a / (a + b) : random.integer(2); // for tiny alpha both underflow to 0: the result is 0 or 1
}

/**
 * Draws from Gamma(alpha, 1) by rejection (Marsaglia and Tsang 2000). For alpha below 1 it uses Gamma(alpha + 1, 1).
 */
function gamma(random: Random, alpha: number): number {
  if (alpha < 1) return gamma(random, alpha + 1) * random.uniform() ** (1 / alpha);
  const d = alpha - 1 / 3;
  for (;;) {
    const z = random.normal();
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < (z * z) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
