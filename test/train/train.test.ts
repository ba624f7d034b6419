import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { samplers } from '../../src/data/samplers/catalogue.ts';
import * as graph from '../../src/graph/ops.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { optimizers } from '../../src/steps/optimizers/catalogue.ts';
import { schedules } from '../../src/steps/schedules/catalogue.ts';
import { type TrainTools, train } from '../../src/train/train.ts';
import type { TrainTask } from '../../src/train/train-task.ts';

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
    learningRate: 0.1,
    epochs: 20,
    ...changes,
  };
}

describe('train', () => {
  it('learns with a loss of your own', async () => {
    const { weights, history, best, ending } = await train(regression(), tools);
    expect([...weights.w.data, ...weights.b.data].map((value) => Number(value.toFixed(2)))).toEqual([2, -1, 0, 0.5]);
    expect(weights.w.shape).toEqual([3, 1]);
    expect([history.length, best, ending]).toEqual([20, 20, 'finished']);
    expect(history[19].loss).toBeLessThan(0.01 * history[0].loss);
  });

  it.each([1, 2])('gives the same bytes for the same seed and %i threads, others for another seed', async (threads) => {
    const task = (seed: number) =>
      regression({ seed, epochs: 3, emaDecay: 0.9, maxGradNorm: 1, batch: 16, accumulationSteps: 4 });
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

  it('passes threads and device to everything that it loads', async () => {
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

  it('takes schedules, samplers, classes, random initial weights and reports', async () => {
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
        learningRate: 0.01,
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
    ['no rate', { learningRate: 0 }],
    ['half an epoch', { epochs: 0.5 }],
    ['unequal micro-batches', { accumulationSteps: 3 }],
    ['classes that are fractions', { classes: 'x' }],
    ['batches of nothing', { batch: 0 }],
    ['batches of less than nothing', { batch: -4 }],
    ['batches of fractions', { batch: 2.5 }],
    ['batches that are no number', { batch: Number.NaN }],
    ['half a part of a batch', { accumulationSteps: 0.5 }],
    ['no segments', { recomputeSegments: 0 }],
    ['validation without samples', { validation: line(0) }],
    ['validation of unequal length', { validation: { ...line(5), y: line(4).y } }],
  ])('refuses %s', async (_, changes) => {
    await expect(train(regression(changes), tools)).rejects.toMatchObject({ code: 'misused' });
  });

  it('refuses names that are not in the data, and lists those that are', async () => {
    const { x, y } = line(5);
    const named = (changes: Partial<TrainTask<string, string>>) =>
      train<string, string>({ ...regression(), data: { x, y }, ...changes }, tools);
    const misused = { code: 'misused', expected: expect.stringContaining('x, y') };
    await expect(named({ classes: 'label' })).rejects.toMatchObject(misused);
    await expect(named({ classes: 'toString' })).rejects.toMatchObject(misused);
    await expect(named({ validation: { x } })).rejects.toMatchObject(misused);
    await expect(named({ validation: { x, y, z: y } })).rejects.toMatchObject(misused);
    await expect(named({ validation: {} })).rejects.toMatchObject(misused);
  });

  it('gives no weights where no epoch has a finite validation loss', async () => {
    const { x, y } = line(5, 1);
    const validation = {
      x,
      y: matrix(
        5,
        1,
        y.data.map(() => Number.NaN),
      ),
    };
    await expect(train(regression({ validation, epochs: 2 }), tools)).rejects.toMatchObject({
      code: 'diverged',
      todo: expect.stringContaining('validation data'),
    });
  });

  it.each([2, 3])('disposes of all that it loaded where load %i fails', async (failing) => {
    let [loads, open] = [0, 0];
    const runtime: TrainTools['runtime'] = {
      async load(model, options) {
        loads += 1;
        if (loads === failing) throw new Error('out of memory');
        const session = await nodeRuntime.load(model, options);
        open += 1;
        const dispose = async () => {
          open -= 1;
          await session.dispose();
        };
        return { inputs: session.inputs, outputs: session.outputs, run: (feeds) => session.run(feeds), dispose };
      },
    };
    const task = regression({ epochs: 1, validation: line(40, 1) }); // batches of 32 and of 8
    await expect(train(task, { runtime, threads: 1 })).rejects.toThrow('out of memory');
    expect([loads, open]).toEqual([failing, 0]);
  });

  it('decays by default only what is longer than 1 along two axes', async () => {
    const ones = (...shape: number[]) => ({ shape, initial: new Float32Array(4).fill(1) });
    const { weights } = await train(
      {
        parameters: { square: ones(2, 2), column: ones(1, 4, 1, 1), row: ones(1, 1, 4), list: ones(4) },
        loss: (given, { x }) =>
          graph.mul(
            graph.mean(
              graph.mul(
                graph.reshape(
                  graph.concat(
                    Object.values(given).map((each) => graph.reshape(each, [-1])),
                    0,
                  ),
                  [-1],
                ),
                graph.mean(x),
              ),
            ),
            0,
          ),
        data: { x: line(8).x },
        optimizer: optimizers.adamW({ weightDecay: 0.5 }),
        learningRate: 0.1,
        epochs: 1,
      },
      tools,
    );
    const decayed = Object.entries(weights).map(([name, { data }]) => [name, data[0] < 1]);
    expect(Object.fromEntries(decayed)).toEqual({ square: true, column: false, row: false, list: false });
  });
});
