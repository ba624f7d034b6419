import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedules } from '../../src/learn/schedules/catalogue.ts';
import golden from '../golden/engine.json' with { type: 'json' };

describe.each(Object.entries(schedules))('%s', (_, schedule) => {
  it('stays within 0 and the largest rate, which it comes to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 1e-6, max: 1, noNaN: true }), (steps, rate) => {
        const rates = Array.from({ length: steps }, (_, step) => schedule({ rate, steps })(step));
        expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...rates)).toBeLessThanOrEqual(rate * (1 + 1e-12));
        expect(Math.max(...rates)).toBeGreaterThan(rate * (steps < 10 ? 0.5 : 0.9));
      }),
    );
  });
});

describe("rates are PyTorch's", () => {
  it.each([
    ['oneCycle', schedules.oneCycle({ rate: 0.1, steps: 21 }), golden.schedules.oneCycle],
    ['cosine', schedules.cosine({ rate: 0.1, steps: 20 }), golden.schedules.cosine],
  ])('%s', (_, schedule, expected) => {
    expected.forEach((rate, step) => {
      expect(schedule(step)).toBeCloseTo(rate, 10);
    });
  });
});
