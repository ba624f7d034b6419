import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mcnemar } from '../../src/metrics/mcnemar.ts';
import { newcombe } from '../../src/metrics/newcombe.ts';
import { quantile } from '../../src/metrics/quantile.ts';
import { retrieval } from '../../src/metrics/retrieval.ts';
import { riskCoverage } from '../../src/metrics/risk-coverage.ts';
import { rocCurve } from '../../src/metrics/roc-curve.ts';
import { wilson } from '../../src/metrics/wilson.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/metrics.json', import.meta.url), 'utf8'));

const intervals: {
  wilson: { hits: number; total: number; interval: number[] }[];
  newcombe: { counts: number[]; interval: number[] }[];
  mcnemar: { counts: number[]; p: number }[];
} = golden.intervals;

// The metrics of the catalogue are compared in laws.test.ts.
test('scikit-learn gives the same ROC curve, with many ties', () => {
  const { known, strangers, curve } = golden.openness;
  const evidence = { known: Float64Array.from(known), strangers: Float64Array.from(strangers) };
  rocCurve(evidence, curve.x).forEach((y, i) => {
    expect(y).toBeCloseTo(curve.y[i], 12);
  });
});

test('retrieval of one query is that of its sorted list', () => {
  const { similarities, relevant, recallAt1, mapAtR } = golden.retrieval;
  const result = retrieval(Float32Array.from(similarities), (i) => relevant[i] === 1);
  expect(result?.firstIsRight).toBe(recallAt1);
  expect(result?.averagePrecisionAtR).toBeCloseTo(mapAtR, 12);
});

describe('statsmodels and scipy give the same', () => {
  test.each(intervals.wilson)('Wilson interval of $hits in $total', ({ hits, total, interval }) => {
    const [low, high] = wilson(hits, total);
    expect(low).toBeCloseTo(interval[0], 12);
    expect(high).toBeCloseTo(interval[1], 12);
  });

  test.each(intervals.newcombe)('Newcombe interval of $counts', ({ counts, interval }) => {
    const [both, onlyFirst, onlySecond, neither] = counts;
    const [low, high] = newcombe({ both, onlyFirst, onlySecond, neither });
    expect(low).toBeCloseTo(interval[0], 12);
    expect(high).toBeCloseTo(interval[1], 12);
  });

  test.each(intervals.mcnemar)('McNemar of $counts', ({ counts, p }) => {
    expect(mcnemar(counts[0], counts[1]) / p).toBeCloseTo(1, 8);
  });

  test('quantiles and the risk-coverage curve', () => {
    const { quantiles, riskCoverage: risk } = golden.curves;
    quantiles.shares.forEach((share: number, i: number) => {
      expect(quantile(Float64Array.from(quantiles.sorted), share)).toBeCloseTo(quantiles.values[i], 12);
    });
    const curve = riskCoverage(Float64Array.from(risk.sureness), Uint8Array.from(risk.correct), risk.coverage);
    curve.forEach((accuracy, i) => {
      expect(accuracy).toBeCloseTo(risk.accuracy[i], 12);
    });
  });
});

// Altman et al. 2000, "Statistics with confidence", table 6.2; Fagerland et al. 2014 on Bentur et al. 2009.
test.each([
  [14, 5, 0, 22, 0.011, 0.226],
  [1, 1, 7, 12, -0.507, -0.026],
])('Newcombe interval as published: %i %i %i %i', (both, onlyFirst, onlySecond, neither, low, high) => {
  const interval = newcombe({ both, onlyFirst, onlySecond, neither });
  expect(interval[0]).toBeCloseTo(low, 3);
  expect(interval[1]).toBeCloseTo(high, 3);
});
