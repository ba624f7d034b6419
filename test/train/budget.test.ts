import { describe, expect, it } from 'vitest';
import { epochsWithin, secondsPerStep } from '../../src/train/cost/budget.ts';
import type { Learner, StepInputs } from '../../src/train/loop/learner.ts';

describe('secondsPerStep', () => {
  it('is the median over calls, the first left out, and changes nothing', async () => {
    const lessons: StepInputs[] = [];
    let now = 0;
    const durations = [100, 8, 2, 4];
    const learner: Learner = {
      initial: {},
      model: new Uint8Array(),
      async learn(state, lesson) {
        lessons.push(lesson);
        now += durations[lessons.length - 1];
        return { state, losses: new Float32Array(), reports: {} };
      },
      weights: (state) => state,
      dispose: async () => {},
    };
    expect(await secondsPerStep(learner, { stepsPerCall: 2, clock: () => now })).toBe(2);
    expect(lessons.map(({ learningRates }) => learningRates)).toEqual(Array(4).fill([0, 0]));
  });
});

describe('epochsWithin', () => {
  it('fills the time except its reserve', () => {
    const budget = { secondsPerStep: 0.1, stepsPerEpoch: 50, validationSeconds: 5 };
    expect(epochsWithin({ ...budget, seconds: 100 })).toBe(9);
    expect(epochsWithin({ ...budget, seconds: 100, reserve: 0 })).toBe(10);
    expect(epochsWithin({ ...budget, seconds: 1 })).toBe(1);
  });
});
