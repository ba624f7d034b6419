import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import * as graph from '../../src/graph/ops.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { optimizers } from '../../src/steps/optimizers/catalogue.ts';
import { sgd } from '../../src/steps/optimizers/sgd.ts';
import { schedules } from '../../src/steps/schedules/catalogue.ts';
import { train } from '../../src/train/train.ts';
import type { TrainTask } from '../../src/train/train-task.ts';

type Task = TrainTask<'w', 'x' | 'y'>;

/** Least squares, whose largest stable learning rate for plain SGD is about 1. */
function task(changes: Partial<Task> = {}): Task {
  const draw = random(0, 'trouble');
  const x = Float32Array.from({ length: 400 * 3 }, () => draw.normal());
  const y = Float32Array.from({ length: 400 }, (_, i) => 2 * x[i * 3] - x[i * 3 + 1] + 0.1 * draw.normal());
  return {
    parameters: { w: { shape: [3, 1] } },
    loss: ({ w }, batch) => graph.mean(graph.square(graph.sub(graph.matMul(batch.x, w), batch.y))),
    data: { x: matrix(400, 3, x), y: matrix(400, 1, y) },
    optimizer: sgd(),
    schedule: schedules.constant,
    learningRate: 0.1,
    epochs: 6,
    batch: 8,
    ...changes,
  };
}

const run = (changes: Partial<Task>) => train(task(changes), { runtime: nodeRuntime, threads: 1 });

describe('training that may diverge', () => {
  it('is left alone where nothing diverges', async () => {
    for (const optimizer of [optimizers.adamW(), optimizers.sgd()])
      expect((await run({ optimizer })).incidents).toEqual([]);
  });

  it('recovers from a learning rate at which numbers overflow', async () => {
    const { incidents, history, ending, weights } = await run({ learningRate: 5 });
    expect(incidents.length).toBeGreaterThan(0);
    expect(new Set(incidents.map(({ epoch }) => epoch))).toEqual(new Set([1]));
    expect(history[0].incidents).toEqual(incidents);
    expect(ending).toBe('finished');
    expect(history[5].rate).toBeCloseTo(5 * 0.3 ** incidents.length);
    expect(history[5].loss).toBeLessThan(0.1);
    expect(weights.w.data.every(Number.isFinite)).toBe(true);
  });

  it('recovers from a loss that explodes but stays finite, in the middle of training', async () => {
    // Clipped steps cannot overflow; at epoch 3 the learning rate becomes far too large.
    const schedule: Task['schedule'] = () => (step) => (step < 100 ? 0.1 : 50);
    const { incidents, history, ending } = await run({ schedule, maxGradNorm: 1 });
    expect(incidents[0]).toMatchObject({ epoch: 3, kind: 'diverged' });
    expect(incidents[0].explanation).toMatch(/^the loss rose to .* from .* before: back to the state before epoch 3/);
    expect(ending).toBe('finished');
    expect(history[5].loss).toBeLessThan(history[0].loss);
  });

  it('ends with an error that says what to do, where lower learning rates do not help', async () => {
    const { data } = task();
    const broken = matrix(400, 1, new Float32Array(400).fill(Number.NaN, 17, 18));
    await expect(run({ data: { ...data, y: broken } })).rejects.toMatchObject({
      code: 'diverged',
      given: expect.stringMatching(/is NaN: back to the state.*as often as it may, and ends/),
      todo: expect.stringContaining('NaN or infinity'),
    });
  });

  it('comes down from a plateau of a learning rate that is too large to settle', async () => {
    // Steps of constant length bounce around the minimum.
    const bouncing: Partial<Task> = { optimizer: optimizers.lion({ weightDecay: 0 }), learningRate: 0.3, epochs: 16 };
    const [alone, guarded] = [await run(bouncing), await run({ ...bouncing, guard: { plateau: 2 } })];
    expect(guarded.incidents.length).toBeGreaterThan(0);
    expect(guarded.incidents.every(({ kind }) => kind === 'plateau')).toBe(true);
    expect(guarded.history[15].loss).toBeLessThan(0.2 * alone.history[15].loss);
  });
});
