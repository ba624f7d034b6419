import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedules } from '../../src/steps/schedules/catalogue.ts';
import { warmUp } from '../../src/steps/schedules/warm-up.ts';
import golden from '../golden/engine.json' with { type: 'json' };

const warmed = Object.entries(schedules).map(([name, make]) => [`${name} after a rise`, warmUp(make)] as const);

describe.each([...Object.entries(schedules), ...warmed])('%s', (_, schedule) => {
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

describe('warmUp', () => {
  it('rises in equal steps and then is the schedule itself', () => {
    const { cosine } = schedules;
    const rates = Array.from({ length: 20 }, (_, step) => warmUp(cosine, { share: 0.2 })({ rate: 1, steps: 20 })(step));
    expect(rates.slice(0, 4)).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(rates.slice(4)).toEqual(Array.from({ length: 16 }, (_, step) => cosine({ rate: 1, steps: 16 })(step)));
  });

  it('leaves a step to the schedule, and changes nothing where its share is 0', () => {
    const { constant, oneCycle } = schedules;
    expect(warmUp(constant, { share: 1 })({ rate: 2, steps: 1 })(0)).toBe(2);
    const [plain, warm] = [oneCycle, warmUp(oneCycle, { share: 0 })].map((make) => make({ rate: 1, steps: 9 }));
    for (let step = 0; step < 9; step++) expect(warm(step)).toBe(plain(step));
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
