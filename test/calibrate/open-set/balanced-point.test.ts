import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  balancedPoint,
  type OperatingPoint,
  pointOfOwn,
  pointOfStrangers,
} from '../../../src/calibrate/open-set/balanced-point.ts';
import type { Unit } from '../../../src/calibrate/open-set/evidence.ts';
import { tradeOff } from '../../../src/calibrate/open-set/trade-off.ts';

/** Scores in tenths, so that there are ties within units, between them, and between both kinds. */
const unit = fc.array(
  fc.integer({ min: -10, max: 10 }).map((tenths) => tenths / 10),
  { minLength: 1, maxLength: 4 },
);
const units = fc.array(unit, { minLength: 1, maxLength: 6 });

/** By definition: the mean over units of the share at or above the limit. */
function share(of: readonly Unit[], limit: number): number {
  const shares = of.map((scores) => scores.filter((score) => score >= limit).length / scores.length);
  return shares.reduce((sum, each) => sum + each, 0) / shares.length;
}

/** The points of all thresholds that differ in what they accept, loosest first. */
function allPoints(own: readonly Unit[], strangers: readonly Unit[]): OperatingPoint[] {
  const limits = [...new Set([...own, ...strangers].flat())].sort((a, b) => a - b);
  return [...limits, Number.POSITIVE_INFINITY].map((threshold) => ({
    threshold,
    own: share(own, threshold),
    strangers: share(strangers, threshold),
  }));
}

const shares = ({ own, strangers }: OperatingPoint) => [own, strangers];

test('the balanced point is the loosest that refuses as many own pictures as it accepts strangers, or more', () => {
  fc.assert(
    fc.property(units, units, (own, strangers) => {
      const found = balancedPoint(own, strangers);
      const wanted = allPoints(own, strangers).find((point) => 1 - point.own >= point.strangers) ?? expect.fail();
      expect(shares(found)).toEqual(shares(wanted));
      expect(shares(found)).toEqual([share(own, found.threshold), share(strangers, found.threshold)]);
    }),
  );
});

test('the two other points are the strictest that accepts a share of own, the loosest for a share of strangers', () => {
  fc.assert(
    fc.property(units, units, fc.constantFrom(0.05, 0.5, 0.95), (own, strangers, wanted) => {
      const points = allPoints(own, strangers);
      const ofOwn = points.findLast((point) => point.own >= wanted) ?? expect.fail();
      const ofStrangers = points.find((point) => point.strangers <= wanted) ?? expect.fail();
      expect(shares(pointOfOwn(wanted, own, strangers))).toEqual(shares(ofOwn));
      expect(shares(pointOfStrangers(wanted, own, strangers))).toEqual(shares(ofStrangers));
    }),
  );
});

test('where all own pictures score more than all strangers, the balanced point lies between them', () => {
  expect(balancedPoint([[0.8, 0.6]], [[0.2], [0.4]])).toEqual({ threshold: 0.5, own: 1, strangers: 0 });
});

test('a unit of each kind with one score is enough', () => {
  expect(shares(balancedPoint([[1]], [[0]]))).toEqual([1, 0]);
  expect(shares(balancedPoint([[0]], [[0]]))).toEqual([0, 0]);
  expect(shares(pointOfOwn(0.95, [[0]], [[0]]))).toEqual([1, 1]);
});

test('units weigh the same, however many pictures they have', () => {
  const large = Array.from({ length: 100 }, () => 0.9);
  expect(balancedPoint([large, [0.1]], [[0.5], [0]]).own).toBe(0.5);
});

test('the curve of a trade-off ascends from nothing accepted to everything, and passes its own points', () => {
  fc.assert(
    fc.property(units, units, (own, strangers) => {
      const { curve, balanced, own95, strangers5, units: count } = tradeOff({ own, strangers });
      expect(count).toEqual({ own: own.length, strangers: strangers.length });
      for (const values of [curve.own, curve.strangers]) {
        expect([values[0], values.at(-1)]).toEqual([0, 1]);
        expect(values).toEqual([...values].sort((a, b) => a - b));
      }
      expect(own95.own).toBeGreaterThanOrEqual(0.95);
      expect(strangers5.strangers).toBeLessThanOrEqual(0.05);
      expect(strangers5.threshold).toBeGreaterThanOrEqual(Math.min(balanced.threshold, own95.threshold));
    }),
  );
});
