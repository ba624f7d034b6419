import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedules } from '../../src/steps/schedules/catalogue.ts';
import { warmUp } from '../../src/steps/schedules/warm-up.ts';
import golden from '../golden/engine.json' with { type: 'json' };

const warmed = Object.entries(schedules).map(([name, make]) => [`${name} after a rise`, warmUp(make)] as const);

describe.each([...Object.entries(schedules), ...warmed])('%s', (_, schedule) => {
  it('stays within 0 and the largest rate, which it comes to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        (steps, learningRate) => {
          const learningRates = Array.from({ length: steps }, (_, step) => schedule({ learningRate, steps })(step));
          expect(Math.min(...learningRates)).toBeGreaterThanOrEqual(0);
          expect(Math.max(...learningRates)).toBeLessThanOrEqual(learningRate * (1 + 1e-12));
          expect(Math.max(...learningRates)).toBeGreaterThan(learningRate * (steps < 10 ? 0.5 : 0.9));
        },
      ),
    );
  });
});

describe('warmUp', () => {
  it('rises in equal steps and then is the schedule itself', () => {
    const { cosine } = schedules;
    const learningRates = Array.from({ length: 20 }, (_, step) =>
      warmUp(cosine, { share: 0.2 })({ learningRate: 1, steps: 20 })(step),
    );
    expect(learningRates.slice(0, 4)).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(learningRates.slice(4)).toEqual(
      Array.from({ length: 16 }, (_, step) => cosine({ learningRate: 1, steps: 16 })(step)),
    );
  });

  it('leaves a step to the schedule, and changes nothing where its share is 0', () => {
    const { constant, oneCycle } = schedules;
    expect(warmUp(constant, { share: 1 })({ learningRate: 2, steps: 1 })(0)).toBe(2);
    const [plain, warm] = [oneCycle, warmUp(oneCycle, { share: 0 })].map((make) => make({ learningRate: 1, steps: 9 }));
    for (let step = 0; step < 9; step++) expect(warm(step)).toBe(plain(step));
  });
});

describe("rates are PyTorch's", () => {
  it.each([
    ['oneCycle', schedules.oneCycle({ learningRate: 0.1, steps: 21 }), golden.schedules.oneCycle],
    ['cosine', schedules.cosine({ learningRate: 0.1, steps: 20 }), golden.schedules.cosine],
  ])('%s', (_, schedule, expected) => {
    expected.forEach((learningRate, step) => {
      expect(schedule(step)).toBeCloseTo(learningRate, 10);
    });
  });
});
