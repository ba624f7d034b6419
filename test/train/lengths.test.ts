import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneCycle } from '../../src/steps/schedules/one-cycle.ts';
import { inTime, type LengthChange, planAt, recorded } from '../../src/train/loop/lengths.ts';
import { type LoopPlan, stopAtDivergence, totalSteps } from '../../src/train/loop/plan.ts';

function planOf(epochs: number, stepsPerEpoch: number): LoopPlan {
  const schedule = oneCycle({ learningRate: 1, steps: epochs * stepsPerEpoch });
  return {
    schedule,
    epochs,
    stepsPerEpoch,
    stepsPerCall: 2,
    batch: 8,
    patience: Number.POSITIVE_INFINITY,
    guard: stopAtDivergence,
  };
}

function ratesOf(plan: LoopPlan): number[] {
  return Array.from({ length: totalSteps(plan) }, (_, step) => plan.schedule(step));
}

describe('a plan whose length changes', () => {
  it('keeps the learning rates before each change, ends at the same learning rate, and never jumps', () => {
    const count = fc.integer({ min: 2, max: 30 });
    fc.assert(
      fc.property(count, fc.integer({ min: 1, max: 40 }), fc.array(count, { maxLength: 4 }), (epochs, steps, added) => {
        const plan = planOf(epochs, steps);
        const lengths: LengthChange[] = [];
        for (const more of added) {
          const after = (lengths.at(-1)?.after ?? 0) + 1;
          const current = planAt(plan, lengths);
          if (after >= current.epochs) break;
          lengths.push({ after, epochs: after + more });
          const changed = planAt(plan, lengths);
          const [before, now] = [ratesOf(current), ratesOf(changed)];
          expect(changed.epochs).toBe(after + more);
          expect(now.slice(0, after * steps + 1)).toEqual(before.slice(0, after * steps + 1));
          expect(now.at(-1)).toBeCloseTo(before.at(-1) ?? 0, 9);
        }
      }),
    );
  });

  it('stretches its schedule as it becomes longer', () => {
    const longer = ratesOf(planAt(planOf(4, 10), [{ after: 1, epochs: 10 }]));
    const leaps = longer.slice(1).map((learningRate, i) => Math.abs(learningRate - longer[i]));
    expect(Math.max(...leaps.slice(10))).toBeLessThan(Math.max(...leaps.slice(0, 10)));
    expect(Math.max(...longer)).toBeGreaterThan(0.99);
  });
});

describe('lengths', () => {
  it('that were recorded are repeated, and between them nothing changes', () => {
    const lengthen = recorded([
      { after: 0, epochs: 4 },
      { after: 1, epochs: 7 },
      { after: 3, epochs: 5 },
    ]);
    const came = [1, 2, 3, 4].map((over) => lengthen({ epochs: 6, seconds: Array(over).fill(1) }));
    expect(came).toEqual([7, 6, 5, 6]);
  });

  it('are what the time left allows, by the last epochs: longer, shorter, never above the maximum', () => {
    const within = (seconds: number, most = 100) => inTime(() => ({ seconds, most }));
    expect(within(95)({ epochs: 4, seconds: [30, 10, 10] })).toBe(12);
    expect(within(95, 8)({ epochs: 4, seconds: [30, 10, 10] })).toBe(8);
    expect(within(25)({ epochs: 20, seconds: [10] })).toBe(3);
  });

  it('do not change for little, and always leave one epoch', () => {
    const within = (seconds: number) => inTime(() => ({ seconds, most: 100 }));
    expect(within(195)({ epochs: 21, seconds: [9.9] })).toBe(21);
    expect(within(-50)({ epochs: 20, seconds: [10, 10] })).toBe(3);
    expect(inTime(() => ({ seconds: 99, most: 1 }))({ epochs: 9, seconds: [1, 1] })).toBe(3);
  });
});
