import type { Random } from '../../base/random.ts';
import { type Part, parts } from '../dataset.ts';

/** The number of pictures of a class that each part still needs. */
export type Quotas = Record<Part, number>;

/** The number of pictures of each class for each part: the rounded shares, which sum to the class count. */
export function quotasOf<Label>(
  counts: ReadonlyMap<Label, number>,
  shares: Readonly<Record<Part, number>>,
  draw: Random,
): Map<Label, Quotas> {
  return new Map(Array.from(counts, ([label, count]) => [label, usable(rounded(count, shares, draw), shares, draw)]));
}

/**
 * Rounds each exact share down or up so that the sum is `count`. The probability of rounding up is the fractional part,
 * so that the expectation is the exact share: systematic sampling (Madow 1949).
 */
function rounded(count: number, shares: Readonly<Record<Part, number>>, draw: Random): Quotas {
  const offset = draw.uniform();
  let sum = 0;
  let taken = 0;
  const quotas = { train: 0, val: 0, test: 0 };
  for (const part of parts) {
    sum += count * shares[part];
    // 1e-9: 0.6 + 0.2 + 0.2 must reach 1 in floating point.
    const upTo = part === 'test' ? count : Math.floor(sum + offset + 1e-9);
    quotas[part] = upTo - taken;
    taken = upTo;
  }
  return quotas;
}

/** Gives every class a picture in train, and classes of two or more one in another part, so that both are usable. */
function usable(quotas: Quotas, shares: Readonly<Record<Part, number>>, draw: Random): Quotas {
  const count = quotas.train + quotas.val + quotas.test;
  if (quotas.train === 0) return moved(quotas, quotas.val >= quotas.test ? 'val' : 'test', 'train');
  const rest = shares.val + shares.test;
  if (quotas.train < count || count === 1 || rest <= 0) return quotas;
  return moved(quotas, 'train', draw.uniform() * rest < shares.val ? 'val' : 'test');
}

function moved(quotas: Quotas, from: Part, to: Part): Quotas {
  return { ...quotas, [from]: quotas[from] - 1, [to]: quotas[to] + 1 };
}
