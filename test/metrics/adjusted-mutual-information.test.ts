import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { adjustedMutualInformation } from '../../src/metrics/adjusted-mutual-information.ts';
import { contingency, weightedContingency } from '../../src/metrics/contingency.ts';
import { expectedMutualInformation } from '../../src/metrics/expected-mutual-information.ts';

const ami = (truth: readonly number[], groups: readonly number[]) =>
  adjustedMutualInformation(contingency(Int32Array.from(truth), Int32Array.from(groups)));

const partition = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 2, maxLength: 9 });

describe('the expected mutual information', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);

  test('is the sum over all overlaps of every class and group, by binomial coefficients', () => {
    fc.assert(
      fc.property(partition, (pairs) => {
        const N = pairs.length;
        const sizes = (side: 0 | 1) =>
          Float64Array.from([0, 1, 2, 3, 4], (c) => pairs.filter((pair) => pair[side] === c).length);
        let sum = 0;
        for (const a of sizes(0)) {
          for (const b of sizes(1)) {
            for (let n = Math.max(1, a + b - N); n <= Math.min(a, b); n++) {
              const chance = (choose(a, n) * choose(N - a, b - n)) / choose(N, b);
              sum += chance * (n / N) * Math.log((N * n) / (a * b));
            }
          }
        }
        expect(expectedMutualInformation(sizes(0), sizes(1))).toBeCloseTo(sum, 12);
      }),
    );
  });

  test('of ten classes and groups of 30,000 is that of independent counts, (rows - 1) (columns - 1) / 2N', () => {
    const sizes = new Float64Array(10).fill(30_000);
    expect(expectedMutualInformation(sizes, sizes) / (81 / 600_000)).toBeCloseTo(1, 3);
  });
});

describe('AMI', () => {
  test('is 1 of the same groups under other names, and does not ask which side is which', () => {
    fc.assert(
      fc.property(partition, (pairs) => {
        const [truth, groups] = [pairs.map(([t]) => t), pairs.map(([, g]) => g)];
        expect(
          ami(
            truth,
            truth.map((t) => (t + 2) % 5),
          ),
        ).toBeCloseTo(1, 10);
        expect(ami(groups, truth)).toBeCloseTo(ami(truth, groups), 10);
      }),
    );
  });

  test('is about 0 on average by chance, where mutual information is not', () => {
    const stream = random(0, 'chance');
    const truth = Array.from({ length: 60 }, (_, i) => i % 12);
    const values = Array.from({ length: 400 }, () => ami(truth, stream.shuffle(truth)));
    expect(Math.abs(values.reduce((a, b) => a + b) / values.length)).toBeLessThan(0.01);
  });

  test('is 0 where everything is one group', () => expect(ami([0, 0, 1, 2], [3, 3, 3, 3])).toBe(0));
});

test('a class drawn twice counts as one of twice the pictures, a class drawn never not at all', () => {
  const [truth, groups] = [
    [0, 0, 1, 1, 2, 2, 2],
    [0, 1, 1, 1, 2, 2, 0],
  ];
  const table = contingency(Int32Array.from(truth), Int32Array.from(groups));
  const weighted = adjustedMutualInformation(weightedContingency(table, Float64Array.of(2, 0, 1)));
  expect(weighted).toBeCloseTo(ami([0, 0, 0, 0, 2, 2, 2], [0, 1, 0, 1, 2, 2, 0]), 12);
});
