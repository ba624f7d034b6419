import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auroc } from '../../src/metrics/auroc.ts';
import { equalErrorRate } from '../../src/metrics/equal-error-rate.ts';
import type { PairCounts } from '../../src/metrics/evidence.ts';
import { rocCurve } from '../../src/metrics/roc-curve.ts';
import { trueAcceptAt } from '../../src/metrics/true-accept.ts';
import { aurocRounding, verificationAuroc } from '../../src/metrics/verification-auroc.ts';

const levels = 12;
const scores = fc.array(fc.nat(levels - 1), { minLength: 1, maxLength: 40 });

function counted(same: readonly number[], different: readonly number[]): PairCounts {
  const counts = { same: new Float64Array(levels), different: new Float64Array(levels) };
  for (const level of same) counts.same[level]++;
  for (const level of different) counts.different[level]++;
  return counts;
}

test('AUC and true accepts are those of the scores one by one', () => {
  fc.assert(
    fc.property(scores, scores, fc.double({ min: 0, max: 1, noNaN: true }), (same, different, far) => {
      const pairs = counted(same, different);
      const openness = { known: Float64Array.from(same), strangers: Float64Array.from(different) };
      expect(verificationAuroc(pairs)).toBeCloseTo(auroc(openness), 12);
      expect(trueAcceptAt(far, pairs)).toBeCloseTo(rocCurve(openness, [far])[0], 12);
    }),
  );
});

test('at the equal error rate the ROC curve misses as much as it accepts falsely', () => {
  fc.assert(
    fc.property(scores, scores, (same, different) => {
      const pairs = counted(same, different);
      const errorRate = equalErrorRate(pairs);
      // The curve is vertical where false accepts stand still: it passes through (rate, 1 - rate) from below.
      expect(trueAcceptAt(errorRate + 1e-9, pairs)).toBeGreaterThanOrEqual(1 - errorRate - 1e-6);
      if (errorRate > 0) expect(trueAcceptAt(errorRate - 1e-9, pairs)).toBeLessThanOrEqual(1 - errorRate + 1e-6);
    }),
  );
});

test('rounding scores moves the AUC by no more than is said', () => {
  fc.assert(
    fc.property(scores, scores, (same, different) => {
      const coarse = (all: readonly number[]) => all.map((level) => Math.floor(level / 4));
      const pairs = counted(coarse(same), coarse(different));
      const moved = Math.abs(verificationAuroc(pairs) - verificationAuroc(counted(same, different)));
      expect(moved).toBeLessThanOrEqual(aurocRounding(pairs) + 1e-12);
    }),
  );
});

describe('where pairs of a kind are missing', () => {
  test.each([
    ['one class', counted([], [1, 2])],
    ['two classes', counted([1, 2], [])],
  ])('of %s, nothing is measured', (_, pairs) => {
    expect(verificationAuroc(pairs)).toBeNaN();
    expect(equalErrorRate(pairs)).toBeNaN();
    expect(trueAcceptAt(0.01, pairs)).toBeNaN();
  });
});
