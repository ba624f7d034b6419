import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerMeasures, certaintyMeasures, openMeasures } from '../../src/metrics/catalogue.ts';
import { mcnemar } from '../../src/metrics/mcnemar.ts';
import { measureAll } from '../../src/metrics/measure.ts';
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

function expectNumbers(actual: Readonly<Record<string, number>>, expected: Record<string, number>) {
  for (const [name, value] of Object.entries(actual)) expect(value, name).toBeCloseTo(expected[name], 12);
}

describe('scikit-learn gives the same', () => {
  test('measures of answers, with a class never answered and one never true', () => {
    const { truth, answers } = golden.answers;
    const evidence = { truth: Int32Array.from(truth), answers: Int32Array.from(answers) };
    expectNumbers(measureAll(answerMeasures, evidence), golden.answers);
  });

  test('measures of probabilities, with one sure miss', () => {
    const { confidence, correct, probabilityOfTruth, rankOfTruth } = golden.certainty;
    const evidence = {
      confidence: Float64Array.from(confidence),
      correct: Uint8Array.from(correct),
      probabilityOfTruth: Float64Array.from(probabilityOfTruth),
      rankOfTruth: Int32Array.from(rankOfTruth),
    };
    expectNumbers(measureAll(certaintyMeasures, evidence), golden.certainty);
  });

  test('measures of known against strangers, and the ROC curve, with many ties', () => {
    const { known, correct, strangers, curve } = golden.openness;
    const evidence = {
      known: Float64Array.from(known),
      correct: Uint8Array.from(correct),
      strangers: Float64Array.from(strangers),
    };
    expectNumbers(measureAll(openMeasures, evidence), golden.openness);
    rocCurve(evidence, curve.x).forEach((y, i) => {
      expect(y).toBeCloseTo(curve.y[i], 12);
    });
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
