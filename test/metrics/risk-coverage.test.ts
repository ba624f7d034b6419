import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mean } from '../../src/metrics/mean.ts';
import { riskCoverage } from '../../src/metrics/risk-coverage.ts';

const pictures = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), { minLength: 1 });

test('ends at the plain accuracy, and stays within 0..1', () => {
  fc.assert(
    fc.property(pictures, (all) => {
      const correct = Uint8Array.from(all, ([, right]) => right);
      const curve = riskCoverage(
        Float64Array.from(all, ([sure]) => sure),
        correct,
        [0.01, 0.3, 0.7, 1],
      );
      expect(curve.every((value) => value >= -1e-12 && value <= 1 + 1e-12)).toBe(true);
      expect(curve[3]).toBeCloseTo(mean(correct), 12);
    }),
  );
});

test('equally sure pictures count alike, whatever their order', () => {
  const sure = new Float64Array(4).fill(0.5);
  expect(riskCoverage(sure, Uint8Array.of(1, 1, 0, 0), [0.25, 0.5, 1])).toEqual([0.5, 0.5, 0.5]);
});

test('shows who errs only where unsure', () => {
  expect(riskCoverage(Float64Array.of(0.9, 0.8, 0.2, 0.1), Uint8Array.of(1, 1, 0, 0), [0.5, 1])).toEqual([1, 0.5]);
});
