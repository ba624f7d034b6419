import { describe, expect, it } from 'vitest';
import { matMul, mean, square, sub } from '../../src/graph/ops.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import type { Objective } from '../../src/steps/objective.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import { type Batch, type Feed, fedLearner } from '../../src/train/batches/fed-learner.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import { stopAtDivergence } from '../../src/train/loop/plan.ts';
import { trainLoop } from '../../src/train/loop/train-loop.ts';

const objective: Objective = {
  parameters: [{ name: 'w', shape: [3, 2], initial: Float32Array.from([1, 2, 3, 4, 5, 6]), decay: true }],
  optimizer: adamW(),
  loss: ({ w }, { x, y }) => mean(square(sub(matMul(x, w), y))),
};

const x = Float32Array.from({ length: 36 }, (_, i) => Math.sin(i));
const y = Float32Array.from({ length: 24 }, (_, i) => Math.cos(i));

/** The samples of a step: four of twelve. */
const rows = (step: number) => Array.from({ length: 4 }, (_, i) => (step * 5 + i * 3) % 12);

function batch(step: number): Batch {
  const taken = (data: Float32Array, width: number) =>
    floatTensor(Float32Array.from(rows(step).flatMap((row) => [...data.slice(row * width, (row + 1) * width)])), [
      4,
      width,
    ]);
  return { x: taken(x, 3), y: taken(y, 2) };
}

const types: Feed['types'] = { x: { type: 'float32', shape: [4, 3] }, y: { type: 'float32', shape: [4, 2] } };

const plan = {
  schedule: (step: number) => 0.01 * (step + 1),
  epochs: 3,
  stepsPerEpoch: 5,
  stepsPerCall: 2,
  batch: 4,
  patience: 3,
  guard: stopAtDivergence,
};

describe('fedLearner', () => {
  it('gives the bytes of a learner that holds the same samples', async () => {
    const pool = { x: floatTensor(x, [12, 3]), y: floatTensor(y, [12, 2]) };
    const held = await poolLearner(objective, { pool, batch: 4, sampler: rows }, nodeRuntime, { threads: 1 });
    const fed = await fedLearner(objective, { types, batch: async (step) => batch(step) }, nodeRuntime, { threads: 1 });
    const [a, b] = [await trainLoop(held, plan), await trainLoop(fed, plan)];
    await held.dispose();
    await fed.dispose();
    expect(b.weights).toEqual(a.weights);
    expect(b.history.map(({ loss }) => loss)).toEqual(a.history.map(({ loss }) => loss));
  });

  it('requests every batch once, in order, some ahead, none beyond the end', async () => {
    const asked: number[] = [];
    const feed: Feed = {
      types,
      ahead: 3,
      batch: async (step) => {
        asked.push(step);
        return batch(step);
      },
    };
    const fed = await fedLearner(objective, feed, nodeRuntime, { threads: 1 });
    await fed.learn(fed.initial, { before: 0, learningRates: [0.1, 0.1], total: 6 });
    expect(asked).toEqual([0, 1, 2, 3, 4]);
    await fed.learn(fed.initial, { before: 2, learningRates: [0.1, 0.1, 0.1], total: 6 });
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
    await fed.learn(fed.initial, { before: 5, learningRates: [0.1], total: 6 });
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
    // After a rollback, used batches are requested again.
    await fed.learn(fed.initial, { before: 1, learningRates: [0.1], total: 2 });
    expect(asked.slice(6)).toEqual([1]);
    await fed.dispose();
  });

  it('fails where the batch that is needed failed, not where one ahead did', async () => {
    const feed: Feed = {
      types,
      ahead: 2,
      batch: async (step) => (step === 2 ? Promise.reject(new Error('unreadable')) : batch(step)),
    };
    const fed = await fedLearner(objective, feed, nodeRuntime, { threads: 1 });
    const lesson = (before: number) => fed.learn(fed.initial, { before, learningRates: [0.1], total: 9 });
    await expect(lesson(0)).resolves.toBeDefined();
    await expect(lesson(1)).resolves.toBeDefined();
    await expect(lesson(2)).rejects.toThrow('unreadable');
    await fed.dispose();
  });

  it('refuses batches whose types change', async () => {
    const feed: Feed = {
      types,
      batch: async (step) => (step === 1 ? { ...batch(step), y: indexTensor(Array(8).fill(0), [4, 2]) } : batch(step)),
    };
    const fed = await fedLearner(objective, feed, nodeRuntime, { threads: 1 });
    const lesson = fed.learn(fed.initial, { before: 0, learningRates: [0.1, 0.1], total: 2 });
    await expect(lesson).rejects.toMatchObject({ code: 'internal' });
    await fed.dispose();
  });
});
