import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import type { Storage } from '../../src/base/storage.ts';
import * as graph from '../../src/graph/ops.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { optimizers } from '../../src/steps/optimizers/catalogue.ts';
import { schedules } from '../../src/steps/schedules/catalogue.ts';
import { fromSafetensors, toSafetensors } from '../../src/train/checkpoints/safetensors.ts';
import { type TrainTools, train } from '../../src/train/train.ts';
import type { TrainTask } from '../../src/train/train-task.ts';

type Task = TrainTask<'w' | 'b', 'x' | 'y', 'seen'>;

const tools: TrainTools = { runtime: nodeRuntime, threads: 1 };

function samples(count: number) {
  const draw = random(0, 'samples');
  const x = Float32Array.from({ length: count * 3 }, () => draw.normal());
  const y = Float32Array.from({ length: count }, (_, i) => 2 * x[i * 3] - x[i * 3 + 1] + 0.3 * draw.normal());
  return { x: matrix(count, 3, x), y: matrix(count, 1, y) };
}

/** Everything at once: averages, accumulation, clipping, statistics, validation, batches that cross epochs. */
function task(changes: Partial<Task> = {}): Task {
  return {
    parameters: { w: { shape: [3, 1] }, b: { shape: [1] } },
    statistics: { seen: { shape: [] } },
    loss: ({ w, b, seen }, { x, y }) => {
      const loss = graph.mean(graph.square(graph.sub(graph.add(graph.matMul(x, w), b), y)));
      return { loss, statistics: { seen: graph.add(seen, graph.mean(y)) }, reports: { height: graph.mean(y) } };
    },
    data: samples(90),
    validation: samples(17),
    optimizer: optimizers.adamW(),
    learningRate: 0.1,
    epochs: 3,
    batch: 4,
    emaDecay: 0.9,
    maxGradNorm: 1,
    accumulationSteps: 2,
    seed: 3,
    ...changes,
  };
}

/** SGD at a rate at which it explodes: it recovers only by going back. */
const explosive: Partial<Task> = {
  learningRate: 4,
  schedule: schedules.constant,
  optimizer: optimizers.sgd(),
  maxGradNorm: 1e9,
};

/** A store in which what is written to stays, until the process "dies" at the given write. */
function mortalStorage(deathAt: number) {
  const files = new Map<string, Uint8Array>();
  let writes = 0;
  const storage: Storage = {
    list: async () => [...files.keys()],
    async read(name) {
      return files.get(name) ?? Promise.reject(new Error('there is none'));
    },
    async write(name, bytes) {
      files.set(name, bytes);
      if (++writes === deathAt) throw new Error('killed');
    },
    remove: async () => {},
  };
  return { storage, writes: () => writes };
}

/** The result without durations. */
async function outcome(changes: Partial<Task>, checkpoint?: TrainTools['checkpoint']) {
  const result = await train(task(changes), { ...tools, ...(checkpoint ? { checkpoint } : {}) });
  return { ...result, history: result.history.map(({ seconds, ...epoch }) => epoch) };
}

describe.each([
  ['an ordinary run', {}, 0],
  ['a run that had to go back', explosive, 2],
])('%s', (_, changes, incidents) => {
  it('gives the same bytes when it is killed after any checkpoint and resumed', async () => {
    const whole = await outcome(changes);
    expect(whole.incidents.length).toBe(incidents);
    const unharmed = mortalStorage(Number.POSITIVE_INFINITY);
    expect(await outcome(changes, { storage: unharmed.storage, everySeconds: 0 })).toEqual(whole);
    // An epoch of 23 steps is two calls: a checkpoint in the middle of it, one at its end, and one at the very end.
    expect(unharmed.writes()).toBeGreaterThanOrEqual(7);
    for (let deathAt = 1; deathAt <= unharmed.writes(); deathAt++) {
      const { storage } = mortalStorage(deathAt);
      const checkpoint = { storage, everySeconds: 0, resume: true };
      await expect(begun(changes, storage)).rejects.toThrow('killed');
      expect(await outcome(changes, checkpoint)).toEqual(whole);
    }
  });
});

function begun(changes: Partial<Task>, storage: Storage) {
  return outcome(changes, { storage, everySeconds: 0 });
}

describe('an abort signal', () => {
  it('saves the training state, says where, and training resumes from there', async () => {
    const { storage } = mortalStorage(Number.POSITIVE_INFINITY);
    const stop = new AbortController();
    const checkpoint = { storage, name: 'saved', everySeconds: 1e9, resume: true };
    const work = train(task(), {
      ...tools,
      checkpoint: { ...checkpoint, resume: false },
      signal: stop.signal,
      tell: ({ step }) => {
        if (step > 30) stop.abort();
      },
    });
    await expect(work).rejects.toMatchObject({ code: 'interrupted', todo: expect.stringContaining('saved') });
    expect(await storage.list()).toEqual(['saved']);
    const steps: number[] = [];
    const resumed = await train(task(), { ...tools, checkpoint, tell: ({ step }) => steps.push(step) });
    expect(steps[0]).toBeGreaterThan(39);
    expect(resumed.weights).toEqual((await train(task(), tools)).weights);
  });

  it('stops within a validation, keeps the epoch, and validates it after resuming', async () => {
    const stop = new AbortController();
    let validations = 0;
    const runtime: TrainTools['runtime'] = {
      async load(model, options) {
        const session = await nodeRuntime.load(model, options);
        const isLearner = session.inputs.some(({ name }) => name === 'learningRates');
        const run: typeof session.run = (feeds) => {
          if (!isLearner && ++validations === 2) stop.abort();
          return session.run(feeds);
        };
        return { inputs: session.inputs, outputs: session.outputs, run, dispose: () => session.dispose() };
      },
    };
    const { storage } = mortalStorage(Number.POSITIVE_INFINITY);
    const short = task({ epochs: 1 });
    const stopped = train(short, { ...tools, runtime, checkpoint: { storage }, signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted', todo: expect.stringContaining('resume') });
    expect(validations).toBe(2);
    const resumed = await train(short, { ...tools, checkpoint: { storage, resume: true } });
    const whole = await train(short, tools);
    expect([resumed.weights, resumed.best]).toEqual([whole.weights, 1]);
    expect(resumed.history[0].validation).toEqual(whole.history[0].validation);
  });
});

describe('a checkpoint', () => {
  it.each<[string, Partial<Task>]>([
    ['another rate', { learningRate: 0.2 }],
    ['another seed', { seed: 4 }],
    ['other data', { data: samples(88) }],
    ['another optimizer', { optimizer: optimizers.sgd() }],
    ['another batch', { batch: 8 }],
    ['another validation', { validation: samples(18) }],
  ])('is refused by training with %s', async (_, changes) => {
    const { storage } = mortalStorage(Number.POSITIVE_INFINITY);
    await outcome({}, { storage });
    await expect(outcome(changes, { storage, resume: true })).rejects.toMatchObject({ code: 'fingerprint' });
  });

  it('is sealed to its last byte where it is longer than one hashed part', async () => {
    const tensors = { long: floatTensor(new Float32Array(5e6).fill(1)) };
    const bytes = await toSafetensors({ tensors, metadata: {} });
    expect((await fromSafetensors(bytes)).tensors.long.data.at(-1)).toBe(1);
    for (const at of [bytes.length - 1, 2 ** 23]) {
      const changed = bytes.slice();
      changed[at] ^= 1;
      await expect(fromSafetensors(changed)).rejects.toMatchObject({ code: 'truncated' });
    }
    await expect(fromSafetensors(bytes.subarray(0, 2 ** 24))).rejects.toMatchObject({ code: 'truncated' });
  });

  it('is refused when cut short or changed, at any place', async () => {
    const { storage } = mortalStorage(Number.POSITIVE_INFINITY);
    await outcome({}, { storage });
    const whole = await storage.read('training.safetensors');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.boolean(), async (at, isCut) => {
        const damaged = isCut ? whole.slice(0, at) : whole.slice();
        if (!isCut) damaged[at] ^= 1;
        await storage.write('training.safetensors', damaged);
        await expect(outcome({}, { storage, resume: true })).rejects.toMatchObject({ code: 'truncated' });
      }),
      { numRuns: 40 },
    );
  });

  it('is not needed to resume: without one, training starts from the beginning', async () => {
    const storage: Storage = {
      ...mortalStorage(Number.POSITIVE_INFINITY).storage,
      read: async () => {
        const { DiscernError } = await import('../../src/base/error.ts');
        throw new DiscernError('not-found', 'none', { given: '', expected: '', todo: '' });
      },
    };
    expect(await outcome({}, { storage, resume: true })).toEqual(await outcome({}));
  });
});

describe('a file of tensors', () => {
  it('reads what was written', async () => {
    const tensors = {
      'state/w': floatTensor(Float32Array.of(1.5, -0, Number.NaN, Number.NEGATIVE_INFINITY), [2, 2]),
      scalar: floatTensor(Float32Array.of(7), []),
      labels: indexTensor([1, -2, 2 ** 40]),
      none: floatTensor(new Float32Array(0), [0, 3]),
    };
    const read = await fromSafetensors(await toSafetensors({ tensors, metadata: { words: 'ä "quoted"' } }));
    expect(read.tensors).toEqual(tensors);
    expect(read.metadata.words).toBe('ä "quoted"');
  });
});
