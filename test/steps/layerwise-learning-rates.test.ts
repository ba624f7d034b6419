import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LayerwiseOptions, layerwiseLearningRates } from '../../src/steps/layerwise-learning-rates.ts';

/** The shares of so many parameters, in the order of the network. */
function shares(count: number, options: LayerwiseOptions): number[] {
  const names = Array.from({ length: count }, (_, i) => `p${i}`);
  return names.map(layerwiseLearningRates(names, options));
}

describe('layerwiseLearningRates', () => {
  it('gives the last group the full rate and each before it a constant share of the next', () => {
    expect(shares(8, { decay: 0.5, groups: 4 })).toEqual([0.125, 0.125, 0.25, 0.25, 0.5, 0.5, 1, 1]);
    expect(shares(12, { decay: 0.9 })).toEqual(Array.from({ length: 12 }, (_, i) => 0.9 ** (11 - i)));
  });

  it('gives all the same rate with a decay of 1', () => {
    expect(shares(5, { decay: 1 })).toEqual([1, 1, 1, 1, 1]);
  });

  it('never falls towards the output, and ends at 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (count, groups) => {
        const all = shares(count, { groups });
        expect(all).toEqual(all.toSorted((a, b) => a - b));
        expect(all[count - 1]).toBeGreaterThan(count < groups ? 0 : 0.999);
        expect(all.every((share) => share > 0 && share <= 1)).toBe(true);
      }),
    );
  });

  it('knows no other names', () => {
    expect(() => layerwiseLearningRates(['a'])('b')).toThrow('b is no parameter');
  });
});
