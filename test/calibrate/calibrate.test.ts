import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromRows, matrix } from '../../src/base/matrix.ts';
import { fitTemperature, negativeLogLikelihood } from '../../src/calibrate/temperature.ts';
import { thresholdFromOthers, thresholdFromOwn } from '../../src/calibrate/threshold.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/projections.json', import.meta.url), 'utf8'));

describe('the temperature', () => {
  const logits = fromRows(golden.temperature.logits);
  const labels = Int32Array.from(golden.temperature.labels);

  it("is SciPy's minimum of the same loss", () => {
    const found = fitTemperature(logits, labels);
    expect(found / golden.temperature.best).toBeCloseTo(1, 2);
    expect(negativeLogLikelihood(logits, labels, found)).toBeCloseTo(golden.temperature.loss, 6);
  });

  it("minimises scikit-learn's log loss", () => {
    expect(negativeLogLikelihood(logits, labels, 1)).toBeCloseTo(golden.temperature.lossAtOne, 6);
  });

  it('undoes a scale of the logits', () => {
    const tripled = matrix(
      logits.rows,
      logits.columns,
      logits.data.map((value) => 3 * value),
    );
    expect(fitTemperature(tripled, labels) / fitTemperature(logits, labels)).toBeCloseTo(3, 1);
  });

  it('is 1 without a picture', () => {
    expect(fitTemperature(matrix(0, 3), new Int32Array())).toBe(1);
  });
});

describe('the threshold', () => {
  const { values, q05, q95 } = golden.quantile;

  it("is NumPy's quantile, from below for own pictures and from above for others", () => {
    expect(thresholdFromOwn(values).value).toBeCloseTo(q05, 6);
    expect(thresholdFromOthers(values).value).toBeCloseTo(q95, 6);
  });

  it('accepts all but the refused share', () => {
    const { value, source } = thresholdFromOwn(values, 0.2);
    const accepted = values.filter((similarity: number) => similarity >= value).length;
    expect(accepted / values.length).toBeGreaterThanOrEqual(0.78);
    expect(source).toContain(`${values.length} held-out pictures`);
  });
});
