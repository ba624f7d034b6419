import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, matrix } from '../../src/base/matrix.ts';
import { fitTemperature, negativeLogLikelihood } from '../../src/calibrate/temperature.ts';
import { otherQuantile } from '../../src/calibrate/threshold-rules/other-quantile.ts';
import { ownQuantile } from '../../src/calibrate/threshold-rules/own-quantile.ts';

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

  it('stays within its bounds where nothing is wrong, or nothing is right', () => {
    const sure = fromRows([
      [9, 0],
      [0, 9],
    ]);
    const right = fitTemperature(sure, Int32Array.of(0, 1));
    expect(right).toBeGreaterThanOrEqual(0.05);
    expect(negativeLogLikelihood(sure, Int32Array.of(0, 1), right)).toBe(0);
    expect(fitTemperature(sure, Int32Array.of(1, 0))).toBeGreaterThan(19.9);
  });

  it('does not depend on the order of the pictures, nor on what is added to a row', () => {
    const order = Array.from(labels, (_, i) => labels.length - 1 - i);
    const moved = fromRows(order.map((i) => golden.temperature.logits[i].map((value: number) => value + (i % 7))));
    const backwards = Int32Array.from(order, (i) => labels[i]);
    expect(fitTemperature(moved, backwards)).toBeCloseTo(fitTemperature(logits, labels), 3);
  });

  it('keeps the loss finite however large the logits', () => {
    const huge = fromRows([[1e30, -1e30, 0]]);
    expect(negativeLogLikelihood(huge, Int32Array.of(0), 0.05)).toBe(0);
    expect(Number.isFinite(negativeLogLikelihood(huge, Int32Array.of(1), 0.05))).toBe(true);
  });

  it('is 1 without a picture', () => {
    expect(fitTemperature(matrix(0, 3), new Int32Array())).toBe(1);
  });
});

describe('the threshold', () => {
  const thresholdFromOwn = (similarities: readonly number[], refused?: number) =>
    ownQuantile({ refused })({ heldOut: { similarities, labels: [] } }) ?? expect.fail();
  const thresholdFromOthers = (others: readonly number[], passed?: number) =>
    otherQuantile({ passed })({ others }) ?? expect.fail();
  const { values, q05, q95 } = golden.quantile;

  it("is NumPy's quantile, from below for own pictures and from above for others", () => {
    expect(thresholdFromOwn(values).value).toBeCloseTo(q05, 6);
    expect(thresholdFromOthers(values).value).toBeCloseTo(q95, 6);
  });

  const some = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  it('refuses no more than its share of own pictures, whatever their order', () => {
    const promised = (similarities: number[], refused: number) => {
      const { value } = thresholdFromOwn(similarities, refused);
      const below = similarities.filter((similarity) => similarity < value).length;
      expect(below).toBeLessThanOrEqual(Math.ceil(refused * (similarities.length - 1)));
      expect(value).toBe(thresholdFromOwn(similarities.toReversed(), refused).value);
    };
    fc.assert(fc.property(some, share, promised));
  });

  it('between others lets pass no more than its share', () => {
    const promised = (similarities: number[], refused: number) => {
      const { value } = thresholdFromOthers(similarities, refused);
      const above = similarities.filter((similarity) => similarity > value).length;
      expect(above).toBeLessThanOrEqual(Math.ceil(refused * (similarities.length - 1)));
    };
    fc.assert(fc.property(some, share, promised));
  });

  it('rises with the share that it refuses', () => {
    const rising = (similarities: number[], a: number, b: number) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((refused) => thresholdFromOwn(similarities, refused));
      expect(less.value).toBeLessThanOrEqual(more.value);
    };
    fc.assert(fc.property(some, share, share, rising));
  });

  it('says where it comes from, and leaves the similarities in their order', () => {
    const given = [0.9, 0.1, 0.5];
    expect(thresholdFromOwn(given).source).toContain("0.05 quantile of 3 held-out pictures'");
    expect(thresholdFromOthers(given).source).toContain('0.95 quantile of 3 similarities between classes');
    expect(given).toEqual([0.9, 0.1, 0.5]);
  });
});
