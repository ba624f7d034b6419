import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerwiseLearningRates } from '../../src/steps/layerwise-learning-rates.ts';

const parameters = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `p${i}`, shape: [1], initial: Float32Array.of(0), decay: true }));

describe('layerwiseRates', () => {
  it('gives the last group the full rate and each before it a constant share of the next', () => {
    const scales = layerwiseLearningRates(parameters(8), { decay: 0.5, groups: 4 }).map(({ lrScale = 0 }) => lrScale);
    expect(scales).toEqual([0.125, 0.125, 0.25, 0.25, 0.5, 0.5, 1, 1]);
  });

  it('never falls towards the output, and ends at 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (count, groups) => {
        const scales = layerwiseLearningRates(parameters(count), { groups }).map(({ lrScale = 0 }) => lrScale);
        expect(scales).toEqual(scales.toSorted((a, b) => a - b));
        expect(scales[count - 1]).toBeGreaterThan(count < groups ? 0 : 0.999);
        expect(scales.every((scale) => scale > 0 && scale <= 1)).toBe(true);
      }),
    );
  });

  it('multiplies what parameters had before', () => {
    const [only] = layerwiseLearningRates([{ ...parameters(1)[0], lrScale: 0.2 }], { groups: 1 });
    expect(only.lrScale).toBe(0.2);
  });
});
