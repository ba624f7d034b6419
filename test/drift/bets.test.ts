import { expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { betsOnBoth, betsOnLow, betsOnShare, startingWealth, wealthAfter } from '../../src/drift/bets.ts';
import { conformalRanks, conformalShare } from '../../src/drift/conformal-ranks.ts';
import { logSumExp } from '../../src/drift/log-sum-exp.ts';

test('the wealth stays the same on average over all p-values, from any wealth', () => {
  const places = Array.from({ length: 5_000 }, (_, i) => (i + 0.5) / 5_000);
  for (const bets of [
    betsOnLow,
    betsOnBoth,
    betsOnShare(0.2, true),
    betsOnShare(0.6, true),
    betsOnShare(0.01, false),
  ]) {
    const before = wealthAfter(startingWealth(bets.length), bets, 0.04);
    const after = places.reduce((sum, p) => sum + Math.exp(logSumExp(wealthAfter(before, bets, p))), 0) / places.length;
    expect(after).toBeCloseTo(Math.exp(logSumExp(before)), 2);
  }
});

test('the p-value of a value is its rank among all, ties shared by the draw', () => {
  const seen = [3, 1, 2, 2, 5];
  for (const value of [0, 1, 2, 3, 4, 9]) {
    for (const draw of [0, 0.3, 1]) {
      const smaller = seen.filter((each) => each < value).length;
      const equal = 1 + seen.filter((each) => each === value).length;
      expect(conformalRanks(seen).next(value, draw)).toBeCloseTo((smaller + draw * equal) / 6, 12);
    }
  }
});

test('p-values of exchangeable values are uniform, those of shares too', () => {
  const { normal, uniform } = random(0, 'ranks');
  const ranks = conformalRanks(Array.from({ length: 20 }, normal));
  const share = conformalShare(3, 10);
  const flips = Array.from({ length: 4000 }, () => [
    ranks.next(normal(), uniform()),
    share.next(uniform() < 0.3, uniform()),
  ]);
  for (const column of [0, 1]) {
    for (const limit of [0.05, 0.3, 0.5, 0.9]) {
      expect(flips.filter((p) => p[column] <= limit).length / flips.length).toBeCloseTo(limit, 1);
    }
  }
});
