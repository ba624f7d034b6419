import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { bootstrapInterval, centredInterval, clusters, resampleWeights } from '../../src/metrics/bootstrap.ts';
import { mcnemar } from '../../src/metrics/mcnemar.ts';
import { weightedMean } from '../../src/metrics/mean.ts';
import { newcombe } from '../../src/metrics/newcombe.ts';
import { pairedCounts } from '../../src/metrics/paired-counts.ts';
import { wilson } from '../../src/metrics/wilson.ts';

const counts = fc.record({
  both: fc.nat(200),
  onlyFirst: fc.nat(200),
  onlySecond: fc.nat(200),
  neither: fc.nat(200),
});

describe('Wilson', () => {
  test('contains the share, within 0..1', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (hits, misses) => {
        fc.pre(hits + misses > 0);
        const [low, high] = wilson(hits, hits + misses);
        return 0 <= low && low <= hits / (hits + misses) && hits / (hits + misses) <= high && high <= 1;
      }),
    );
  });

  test('does not claim certainty from a perfect score, nor anything from nothing', () => {
    expect(wilson(20, 20)[0]).toBeLessThan(0.85);
    expect(wilson(20, 20)[1]).toBe(1);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});

describe('Newcombe', () => {
  test('contains the difference, within -1..1, and mirrors when the two change places', () => {
    fc.assert(
      fc.property(counts, (table) => {
        const { both, onlyFirst, onlySecond, neither } = table;
        const n = both + onlyFirst + onlySecond + neither;
        fc.pre(n > 0);
        const [low, high] = newcombe(table);
        const difference = (onlyFirst - onlySecond) / n;
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        const mirrored = newcombe({ both, onlyFirst: onlySecond, onlySecond: onlyFirst, neither });
        expect(mirrored[0]).toBeCloseTo(-high, 12);
        expect(mirrored[1]).toBeCloseTo(-low, 12);
      }),
    );
  });

  test('covers the true difference in about 95 of 100 samples', () => {
    const draw = random(0, 'coverage');
    const sample = () => {
      const pairs = Array.from({ length: 80 }, () => draw.uniform());
      // Both right 0.6, only the first 0.2, only the second 0.1: the difference is 0.1.
      const first = Uint8Array.from(pairs, (u) => (u < 0.8 ? 1 : 0));
      const second = Uint8Array.from(pairs, (u) => (u < 0.6 || (u >= 0.8 && u < 0.9) ? 1 : 0));
      return newcombe(pairedCounts(first, second));
    };
    const covered = Array.from({ length: 2000 }, sample).filter(([low, high]) => low <= 0.1 && 0.1 <= high).length;
    expect(covered / 2000).toBeGreaterThan(0.935);
    expect(covered / 2000).toBeLessThan(0.975);
  });

  test('knows nothing of nothing', () => {
    expect(newcombe({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 })).toEqual([-1, 1]);
  });
});

test('paired counts every way to agree and differ', () => {
  const table = pairedCounts(Uint8Array.of(1, 1, 1, 0, 0, 1), Uint8Array.of(1, 1, 0, 1, 0, 0));
  expect(table).toEqual({ both: 2, onlyFirst: 2, onlySecond: 1, neither: 1 });
});

test('McNemar is the sum of binomial chances, symmetric, at most 1', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  fc.assert(
    fc.property(fc.nat(25), fc.nat(25), (b, c) => {
      const tail = Array.from({ length: Math.min(b, c) + 1 }, (_, k) => choose(b + c, k)).reduce((x, y) => x + y);
      expect(mcnemar(b, c)).toBeCloseTo(Math.min(1, (2 * tail) / 2 ** (b + c)), 12);
      expect(mcnemar(c, b)).toBe(mcnemar(b, c));
    }),
  );
});

describe('bootstrap', () => {
  const values = Uint8Array.from({ length: 400 }, (_, i) => (i % 5 === 0 ? 0 : 1));
  const meanInterval = (groups: readonly (string | null)[], seed: number) => {
    const together = clusters(groups);
    return bootstrapInterval((random) => weightedMean(values, resampleWeights(together, random)), { seed });
  };
  const alone = new Array<null>(400).fill(null);

  test('is near Wilson where every picture stands alone', () => {
    const [low, high] = meanInterval(alone, 1);
    const [wilsonLow, wilsonHigh] = wilson(320, 400);
    expect(low).toBeCloseTo(wilsonLow, 1.7);
    expect(high).toBeCloseTo(wilsonHigh, 1.7);
  });

  test('is wider where pictures of a group succeed or fail together', () => {
    // 16 copies of 25 different pictures: groups of equals.
    const groups = Array.from(values, (_, i) => `${i % 25}`);
    const [low, high] = meanInterval(groups, 1);
    const [narrowLow, narrowHigh] = meanInterval(alone, 1);
    expect(high - low).toBeGreaterThan(3 * (narrowHigh - narrowLow));
  });

  test('repeats itself with the seed, and moves with another', () => {
    const uniform = (seed: number) => bootstrapInterval((random) => random.uniform(), { seed });
    expect(uniform(1)).toEqual(uniform(1));
    expect(uniform(1)).not.toEqual(uniform(2));
  });

  test('can be centred on a value that resampling shifts, and leaves out what is no number', () => {
    const draws = Float64Array.from({ length: 101 }, (_, i) => i / 100);
    const [low, high] = centredInterval(2, Float64Array.of(...draws, Number.NaN)) ?? [];
    expect(low).toBeCloseTo(2 - 0.475, 12);
    expect(high).toBeCloseTo(2 + 0.475, 12);
    expect(centredInterval(2, Float64Array.of(Number.NaN))).toBeNull();
  });

  test('draws whole groups, as many as there are', () => {
    const together = clusters(['a', 'b', 'a', null, null]);
    expect(together.count).toBe(4);
    const weights = resampleWeights(together, random(0, 'test'));
    expect(weights[0]).toBe(weights[2]);
    expect(weights[0] + weights[1] + weights[3] + weights[4]).toBe(4);
  });
});
