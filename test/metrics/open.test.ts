import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { auroc } from '../../src/metrics/auroc.ts';
import { falsePositiveRateAt } from '../../src/metrics/false-positive-rate.ts';
import { mean } from '../../src/metrics/mean.ts';
import { oscr } from '../../src/metrics/oscr.ts';
import { pairwiseWinShare, placements } from '../../src/metrics/placements.ts';
import { rocCurve } from '../../src/metrics/roc-curve.ts';

const scores = fc.array(
  fc.integer({ min: 0, max: 6 }).map((n) => n / 6),
  { minLength: 1, maxLength: 25 },
);
const known = scores.chain((values) =>
  fc.record({
    known: fc.constant(Float64Array.from(values)),
    correct: fc
      .array(fc.integer({ min: 0, max: 1 }), { minLength: values.length, maxLength: values.length })
      .map((bits) => Uint8Array.from(bits)),
  }),
);
const evidence = fc
  .tuple(known, scores)
  .map(([part, strangers]) => ({ ...part, strangers: Float64Array.from(strangers) }));

/** The definitions, pair by pair: wins plus half the ties. */
function pairwise(known: Float64Array, strangers: Float64Array, weight: ArrayLike<number>): number {
  let sum = 0;
  known.forEach((k, i) => {
    for (const s of strangers) sum += weight[i] * (k > s ? 1 : k === s ? 0.5 : 0);
  });
  return sum / (known.length * strangers.length);
}

describe('measures of known against strangers are their definitions', () => {
  test('AUROC and OSCR count pairs', () => {
    fc.assert(
      fc.property(evidence, ({ known, correct, strangers }) => {
        expect(auroc({ known, strangers })).toBeCloseTo(pairwise(known, strangers, new Uint8Array(25).fill(1)), 12);
        expect(oscr({ known, correct, strangers })).toBeCloseTo(pairwise(known, strangers, correct), 12);
      }),
    );
  });

  test('a weight of n is the picture n times', () => {
    const once = placements(Float64Array.of(0.2, 0.9), Float64Array.of(0.5, 0.1));
    const repeated = placements(Float64Array.of(0.2, 0.2, 0.9), Float64Array.of(0.1, 0.1, 0.1, 0.5));
    expect(pairwiseWinShare(once, [2, 1], [1, 3])).toBeCloseTo(pairwiseWinShare(repeated, [1, 1, 1], [1, 1, 1, 1]), 12);
  });

  test('the false accept is at the highest threshold that still accepts enough', () => {
    fc.assert(
      fc.property(evidence, fc.double({ min: 0.01, max: 1, noNaN: true }), ({ known, strangers }, accepted) => {
        const acceptedAt = (limit: number, all: Float64Array) =>
          mean(Uint8Array.from(all, (s) => (s >= limit ? 1 : 0)));
        const limits = [...known].filter((limit) => acceptedAt(limit, known) >= accepted - 1e-12);
        expect(falsePositiveRateAt(accepted, { known, strangers })).toBe(acceptedAt(Math.max(...limits), strangers));
      }),
    );
  });

  test('19 of 20 is 95 %', () => {
    const twenty = Float64Array.from({ length: 20 }, (_, i) => i);
    expect(falsePositiveRateAt(0.95, { known: twenty, strangers: Float64Array.of(0, 1, 2, 30) })).toBe(0.75);
  });
});

describe('the ROC curve', () => {
  test('rises to 1, and its area is the AUROC', () => {
    fc.assert(
      fc.property(evidence, (both) => {
        const x = Array.from({ length: 2001 }, (_, i) => i / 2000);
        const y = rocCurve(both, x);
        expect(y.every((height, i) => i === 0 || height >= y[i - 1])).toBe(true);
        expect(y[2000]).toBe(1);
        const area = y.slice(1).reduce((sum, height, i) => sum + (height + y[i]) / 4000, 0);
        // Each distinct score may cost the grid at most half of one of its 2000 steps.
        expect(Math.abs(area - auroc(both))).toBeLessThan(0.005);
      }),
    );
  });

  test('starts with the known pictures above every stranger', () => {
    expect(rocCurve({ known: Float64Array.of(3, 1), strangers: Float64Array.of(1) }, [0, 0.5, 1])).toEqual([
      0.5, 0.75, 1,
    ]);
  });
});
