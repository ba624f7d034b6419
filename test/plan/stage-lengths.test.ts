import { describe, expect, test } from 'vitest';
import { stageLengths, withLengths } from '../../src/plan/stages/stage-lengths.ts';
import { lastStage, timeBudgets } from '../../src/plan/stages/stage-shares.ts';
import type { Stage } from '../../src/plan/training-plan.ts';
import type { State } from '../../src/steps/state.ts';
import { freshEpoch, initialTrainState } from '../../src/train/loop/train-state.ts';
import { examplePlan } from './example-plan.ts';

const stage: Stage = { on: 'train', cut: 'images', views: null, epochs: 8, learningRate: 1e-3, layerDecay: 1 };
const all: Stage = { ...stage, on: 'all', epochs: 2 };
const plan = { ...examplePlan, stages: [stage, all] };

describe('the time of a plan', () => {
  test('is shared by its stages, the last of which may take all that is left', () => {
    const allowed = timeBudgets([stage, stage, all], 1000, null);
    expect(allowed.map(({ until }) => Math.round(until))).toEqual([
      Math.round(500 / (1 + lastStage.cost)),
      Math.round(1000 / (1 + lastStage.cost)),
      1000,
    ]);
    expect(timeBudgets([stage], 1000, null)).toEqual([{ until: 1000, most: 100 }]);
  });

  test('makes a stage longer while there is time, and counts what an earlier run has spent', () => {
    let now = 50;
    const time = { allowed: timeBudgets(plan.stages, 132, null), began: 50 };
    const lengths = stageLengths(plan, time, () => now);
    const lengthen = lengths.lengthen(0, 8);
    now += 5;
    expect(lengthen({ epochs: 8, seconds: [5] })).toBe(20);
    const learner = { initial: {}, weights: (state: State) => state };
    const history = [{ epoch: 1, loss: 1, rate: 1, validation: null, seconds: 40 }];
    lengths.spent({ ...initialTrainState(learner), history, epochSums: { ...freshEpoch, seconds: 5 } });
    expect(lengthen({ epochs: 8, seconds: [5] })).toBe(11);
  });

  test('lets a stage on all pictures follow the one before it, no longer than that, and be over', () => {
    const time = { allowed: timeBudgets(plan.stages, 100, null), began: 0 };
    let now = 0;
    const lengths = stageLengths(plan, time, () => now);
    expect([lengths.begins(0, []), lengths.begins(1, [20]), lengths.begins(1, [2])]).toEqual([8, 5, 1]);
    expect(lengths.lengthen(1, 5)({ epochs: 5, seconds: [1] })).toBe(5);
    expect(lengths.lengthen(1, 1)({ epochs: 2, seconds: [1] })).toBe(2);
    expect(lengths.isOver(1)).toBe(false);
    now = 100;
    expect(lengths.isOver(1)).toBe(true);
  });
});

test('lengths that were written down are those of a plan that is repeated', () => {
  const changes = [
    { after: 1, epochs: 14 },
    { after: 4, epochs: 12 },
  ];
  const learned = withLengths(stage, 8, changes);
  expect(learned).toMatchObject({ epochs: 12, lengths: [{ after: 0, epochs: 8 }, ...changes] });
  const lengths = stageLengths({ ...plan, stages: [learned, all] }, null);
  expect([lengths.begins(0, []), lengths.begins(1, [12])]).toEqual([8, 2]);
  const lengthen = lengths.lengthen(0, 8);
  expect([1, 2, 4].map((over) => lengthen({ epochs: 9, seconds: Array(over).fill(1) }))).toEqual([14, 9, 12]);
  expect(withLengths(learned, 8, changes)).toEqual(learned);
  expect(withLengths(learned, 8, [])).toEqual(stage);
});
