import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { samplers } from '../../src/data/samplers/catalogue.ts';
import * as graph from '../../src/graph/ops.ts';
import { optimizers } from '../../src/learn/optimizers/catalogue.ts';
import { schedules } from '../../src/learn/schedules/catalogue.ts';
import { type TrainTools, train } from '../../src/learn/train.ts';
import type { TrainTask } from '../../src/learn/train-task.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';

const tools: TrainTools = { runtime: nodeRuntime, threads: 1 };

/** y = 2 x_0 - x_1 + 0.5, without noise. */
function line(count: number, seed = 0) {
  const draw = random(seed, 'line');
  const x = matrix(
    count,
    3,
    Float32Array.from({ length: count * 3 }, () => draw.normal()),
  );
  const y = Float32Array.from({ length: count }, (_, i) => 2 * x.data[i * 3] - x.data[i * 3 + 1] + 0.5);
  return { x, y: matrix(count, 1, y) };
}

function regression(changes: Partial<TrainTask<'w' | 'b', 'x' | 'y'>> = {}): TrainTask<'w' | 'b', 'x' | 'y'> {
  return {
    parameters: { w: { shape: [3, 1] }, b: { shape: [1] } },
    loss: ({ w, b }, { x, y }) => graph.mean(graph.square(graph.sub(graph.add(graph.matMul(x, w), b), y))),
    data: line(200),
    optimizer: optimizers.adamW({ weightDecay: 0 }),
    rate: 0.1,
    epochs: 20,
    ...changes,
  };
}

describe('train', () => {
  it('learns with a loss of one’s own', async () => {
    const { weights, history, best, ending } = await train(regression(), tools);
    expect([...weights.w.data, ...weights.b.data].map((value) => Number(value.toFixed(2)))).toEqual([2, -1, 0, 0.5]);
    expect(weights.w.shape).toEqual([3, 1]);
    expect([history.length, best, ending]).toEqual([20, 20, 'finished']);
    expect(history[19].loss).toBeLessThan(0.01 * history[0].loss);
  });

  it.each([1, 2])('gives the same bytes for the same seed and %i threads, others for another seed', async (threads) => {
    const task = (seed: number) => regression({ seed, epochs: 3, average: 0.9, clip: 1, batch: 16, microBatches: 4 });
    const run = (seed: number) => train(task(seed), { ...tools, threads });
    const [a, b, c] = [await run(0), await run(0), await run(1)];
    expect(b.weights).toEqual(a.weights);
    expect(c.weights).not.toEqual(a.weights);
  });

  it('validates on data of its own, keeps the best epoch and stops after its patience', async () => {
    const noisy = {
      ...line(12),
      y: matrix(
        12,
        1,
        Float32Array.from({ length: 12 }, (_, i) => Math.sin(i * i)),
      ),
    };
    const parameters = { w: { shape: [3, 1], initial: Float32Array.of(2, -1, 0) }, b: { shape: [1] } };
    const { history, best, ending } = await train(
      regression({ parameters, data: noisy, validation: line(50, 1), patience: 3, epochs: 30 }),
      tools,
    );
    const losses = history.map(({ validation }) => validation?.loss ?? Number.NaN);
    expect(losses[best - 1]).toBe(Math.min(...losses));
    expect([history.length, ending]).toEqual([best + 3, 'no better']);
  });

  it('hands threads and device on to everything that it loads', async () => {
    const asked: unknown[] = [];
    const runtime: TrainTools['runtime'] = {
      load: (model, options) => {
        asked.push(options);
        return nodeRuntime.load(model, options);
      },
    };
    await train(regression({ epochs: 1, validation: line(20, 1) }), { runtime, threads: 1, device: 'cpu' });
    expect(asked.length).toBeGreaterThan(1);
    for (const options of asked) expect(options).toEqual({ threads: 1, device: 'cpu' });
  });

  it('takes schedules, samplers, classes, random beginnings and reports', async () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => (i % 20 === 0 ? 1 : 0));
    const { history, weights } = await train(
      {
        parameters: { w: { shape: [3, 2], initial: ({ normal }) => 0.1 * normal() } },
        loss: ({ w }, { x, label }) => {
          const logProbability = graph.logSoftmax(graph.matMul(x, w));
          const share = graph.mean(graph.cast(label, 'float32'));
          const loss = graph.neg(graph.mean(graph.gatherElements(logProbability, graph.reshape(label, [-1, 1]))));
          return { loss, reports: { share } };
        },
        data: { x: line(60).x, label: labels },
        schedule: schedules.cosine,
        sampler: samplers.balanced,
        classes: 'label',
        rate: 0.01,
        epochs: 2,
        batch: 20,
      },
      tools,
    );
    expect(history.map(({ reports }) => reports)).toEqual([{ share: 0.5 }, { share: 0.5 }]);
    expect(weights.w.data.every((value) => value !== 0)).toBe(true);
  });

  it.each<[string, Partial<TrainTask<'w' | 'b', 'x' | 'y'>>]>([
    ['data of unequal length', { data: { ...line(5), y: line(4).y } }],
    ['no data', { data: line(0) }],
    [
      'numbers that do not fill a weight',
      { parameters: { w: { shape: [3, 1], initial: Float32Array.of(1) }, b: { shape: [1] } } },
    ],
    ['no rate', { rate: 0 }],
    ['half an epoch', { epochs: 0.5 }],
    ['unequal micro-batches', { microBatches: 3 }],
    ['classes that are fractions', { classes: 'x' }],
  ])('refuses %s', async (_, changes) => {
    await expect(train(regression(changes), tools)).rejects.toMatchObject({ code: 'misused' });
  });
});
