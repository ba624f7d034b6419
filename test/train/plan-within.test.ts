import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learningSeconds, planWithin, secondsOf, type TrainingBudget } from '../../src/train/cost/plan-within.ts';

const cut = (name: string, trunk: number, size: number) => ({ name, shape: [size], size, trunk, tail: 100 - trunk });
const cuts = [
  cut('pictures', 0, 900),
  cut('a', 20, 500),
  cut('b', 60, 100),
  cut('c', 90, 50),
  cut('features', 100, 10),
];
const speeds = {
  view: { fixed: 0.01, perMultiplication: 1e-3 },
  learning: [0, 25, 50].map((tail) => ({ tail, seconds: 0.01 + 2e-3 * tail })),
};
const means = (changes: Partial<TrainingBudget>): TrainingBudget => ({
  pictures: 100,
  validated: 20,
  seconds: 60,
  bytes: 1e9,
  ...changes,
});

describe('planWithin', () => {
  test('more time never gives a deeper cut, and keeps within it', () => {
    const times = fc.double({ min: 30, max: 5000, noNaN: true });
    fc.assert(
      fc.property(times, times, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((seconds) =>
          planWithin(cuts, speeds, means({ seconds })),
        );
        expect(more.cut.trunk).toBeLessThanOrEqual(less.cut.trunk);
        expect(secondsOf(less, speeds, means({}))).toBeLessThanOrEqual(Math.min(a, b));
      }),
    );
  });

  test('a lot of time gives the shallowest useful cut with all views and epochs', () => {
    expect(planWithin(cuts, speeds, means({ seconds: 1e6 }))).toMatchObject({ cut: cuts[2], views: 10, epochs: 24 });
  });

  test('between and beyond measured cuts, time is interpolated linearly', () => {
    const bent = {
      ...speeds,
      learning: [
        [0, 1],
        [10, 2],
        [20, 6],
      ].map(([tail, seconds]) => ({ tail, seconds })),
    };
    expect([0, 5, 10, 15, 20, 30].map((tail) => learningSeconds(bent, { tail }))).toEqual([1, 1.5, 2, 4, 6, 10]);
  });

  test('no time gives one epoch of the head', () => {
    expect(planWithin(cuts, speeds, means({ seconds: 0 }))).toEqual({ cut: cuts[4], views: 1, epochs: 1 });
  });

  test('a small disk gives a cut whose activations fit', () => {
    const { cut: chosen, views } = planWithin(cuts, speeds, means({ seconds: 1e6, bytes: 60_000 }));
    expect(2 * chosen.size * (100 * views + 20)).toBeLessThanOrEqual(60_000);
  });
});
