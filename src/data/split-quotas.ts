import type { Random } from '../base/random.ts';
import { type Part, parts } from './dataset.ts';

/** How many pictures of a class are still wanted in each part. */
export type Quotas = Record<Part, number>;

/** Whole numbers of pictures for each class and part that sum to the class's count and are its shares, rounded. */
export function quotasOf<Label>(
  counts: ReadonlyMap<Label, number>,
  shares: Readonly<Record<Part, number>>,
  draw: Random,
): Map<Label, Quotas> {
  return new Map(Array.from(counts, ([label, count]) => [label, usable(rounded(count, shares, draw), shares, draw)]));
}

/**
 * Each exact share rounded down or up so that the sum is `count`, up with the probability of its fraction: systematic
 * sampling (Madow 1949), whose expectation is the exact share.
 */
function rounded(count: number, shares: Readonly<Record<Part, number>>, draw: Random): Quotas {
  const offset = draw.uniform();
  let sum = 0;
  let taken = 0;
  const quotas = { train: 0, val: 0, test: 0 };
  for (const part of parts) {
    sum += count * shares[part];
    // 1e-9: 0.6 + 0.2 + 0.2 must reach the whole number that it means.
    const upTo = part === 'test' ? count : Math.floor(sum + offset + 1e-9);
    quotas[part] = upTo - taken;
    taken = upTo;
  }
  return quotas;
}

/** Nothing can be learned of a class that is not in train, nor measured of one that is nowhere else. */
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
