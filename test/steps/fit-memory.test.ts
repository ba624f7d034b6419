// @module-tag slow
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { architectures } from '../../src/backbones/architectures/catalogue.ts';
import { DiscernError } from '../../src/base/error.ts';
import { random } from '../../src/base/random.ts';
import { peakBytes } from '../../src/graph/memory.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import {
  bytesOfSteps,
  fitMemory,
  fittingSetting,
  type MemorySetting,
  plainSetting,
} from '../../src/steps/fit-memory.ts';
import type { Objective } from '../../src/steps/objective.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import { initialNumbers } from '../../src/steps/parameter.ts';
import { type State, stateParts, trackedParts } from '../../src/steps/state.ts';
import { fedSteps } from '../../src/steps/steps-graph.ts';
import { fedLearner } from '../../src/train/batches/fed-learner.ts';
import { checkpointFile } from '../../src/train/checkpoints/checkpoint-file.ts';
import { heads } from '../../src/train/heads/catalogue.ts';
import { networkObjective } from '../../src/train/heads/network-objective.ts';
import { freshEpoch, type TrainState } from '../../src/train/loop/train-state.ts';

/** 100 bytes that are always held, and 3200 of activations. */
const bytesOf = ({ recomputeSegments, accumulationSteps }: MemorySetting) =>
  100 + 3200 / accumulationSteps / recomputeSegments + (recomputeSegments > 1 ? 10 : 0);
const chosen = (free: number, followsBatches = false, batch = 32) =>
  fittingSetting({ bytesOf, free, batch, followsBatches });

describe('the cheapest setting that fits', () => {
  test.each([
    [3300, { recomputeSegments: 1, accumulationSteps: 1 }],
    [3299, { recomputeSegments: 2, accumulationSteps: 1 }],
    [1000, { recomputeSegments: 4, accumulationSteps: 1 }],
    [510, { recomputeSegments: 8, accumulationSteps: 1 }],
    [300, { recomputeSegments: 1, accumulationSteps: 16 }],
    [200, { recomputeSegments: 1, accumulationSteps: 32 }],
    [199, { recomputeSegments: 8, accumulationSteps: 8 }],
  ])('in %i bytes is %o', (free, setting) => {
    expect(chosen(free)).toMatchObject({ ...setting, bytes: bytesOf(setting) });
  });

  test('keeps 16 samples together where batch normalisation follows them, and 2 at the least', () => {
    expect(chosen(320, true)).toMatchObject({ recomputeSegments: 8, accumulationSteps: 2 });
    expect(chosen(300, true)).toMatchObject({ recomputeSegments: 1, accumulationSteps: 16 });
    expect(() => chosen(130, true)).toThrow('more memory');
    expect(chosen(130)).toMatchObject({ accumulationSteps: 32 });
  });

  test('is told where it is not the plain one, with figures', () => {
    expect(chosen(1e6).reported).toBeNull();
    expect(chosen(1000).reported).toBe(
      'a step needs about 3.3 kB and 1.0 kB are free: activations are computed again (about a quarter slower)',
    );
    expect(chosen(300).reported).toContain('batches go in 16 parts of 2 samples');
    expect(chosen(300, true).reported).toContain('batch normalisation');
  });

  test('fits, divides the batch evenly, and is the plain one where that fits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 220, max: 4000 }),
        fc.boolean(),
        (batch, free, follows) => {
          const found = allowed(() => chosen(free, follows, batch));
          if (found === null) return;
          expect(found.bytes).toBeLessThanOrEqual(free);
          expect(batch % found.accumulationSteps).toBe(0);
          if (follows) expect(batch / found.accumulationSteps).toBeGreaterThan(found.accumulationSteps > 1 ? 1 : 0);
          expect(found.recomputeSegments === 1 && found.accumulationSteps === 1).toBe(free >= 3300);
        },
      ),
    );
  });

  test('where nothing fits, what is needed, what there is, and what to do are said', () => {
    expect(() => chosen(90)).toThrow(
      expect.objectContaining({
        code: 'too-large',
        given: expect.stringContaining('3.3 kB'),
        expected: expect.stringContaining('90 B'),
        todo: expect.stringContaining('smaller batch'),
      }),
    );
  });
});

/** What is given, or null where it is refused. */
function allowed<T>(give: () => T): T | null {
  try {
    return give();
  } catch (thrown) {
    if (thrown instanceof DiscernError) return null;
    throw thrown;
  }
}

/** What it takes to teach an architecture ten classes. */
function lesson(name: 'small' | 'efficientnet-lite0', sizePx: number, batch: number) {
  const network = architectures[name]({ sizePx, channels: 3, random: random(0, 'network') });
  const dimensions = Number(network.output.shape[1]);
  const head = heads.linear({ dimensions, classes: 10, logitScale: 1, initial: null, random: random(0, 'head') });
  const objective = (setting: MemorySetting): Objective => ({
    ...networkObjective({ network, head, loss: crossEntropy(), optimizer: adamW() }),
    ...setting,
  });
  const types = {
    images: { type: 'float32', shape: [batch, 3, sizePx, sizePx] },
    labels: { type: 'int64', shape: [batch] },
  } as const;
  return { objective, types, batch };
}

describe('a network with batch normalisation', () => {
  test('learns the same to the bit where its activations are computed again', async () => {
    const { objective, types, batch } = lesson('small', 16, 8);
    const { normal } = random(0, 'pictures');
    const images = floatTensor(new Float32Array(batch * 3 * 16 * 16).map(normal), types.images.shape);
    const labels = indexTensor(Array.from({ length: batch }, (_, i) => i));
    const trained = async (recomputeSegments: number) => {
      const feed = { types, batch: async () => ({ images, labels }) };
      const learner = await fedLearner(objective({ recomputeSegments, accumulationSteps: 1 }), feed, nodeRuntime, {
        threads: 1,
      });
      const { state, losses } = await learner.learn(learner.initial, {
        before: 0,
        learningRates: [0.01, 0.01],
        total: 2,
      });
      await learner.dispose();
      return { state, losses };
    };
    expect(await trained(4)).toEqual(await trained(1));
  });

  test('is foretold with room for the largest checkpoint beside the steps', async () => {
    const { objective, types } = lesson('small', 16, 8);
    const learned = { ...objective(plainSetting), emaDecay: 0.9 };
    const other = () => stateOf(stateParts(learned).map((each) => initialNumbers(each).length));
    const rollbackPoint = { step: 1, state: other(), recent: [] };
    const best = {
      weights: stateOf(trackedParts(learned).map((each) => initialNumbers(each).length)),
      epoch: 1,
      score: 0,
    };
    const trainState: TrainState = {
      ...rollbackPoint,
      state: other(),
      rollbackPoint,
      best,
      epochSums: freshEpoch,
      opening: 1,
      slowed: 1,
      lowest: { loss: 1, epoch: 1 },
      history: [],
      incidents: [],
      ending: null,
    };
    const held = bytesIn(rollbackPoint.state) + bytesIn(best.weights);
    const { length } = await checkpointFile(trainState, '');
    expect(length).toBeGreaterThanOrEqual(bytesIn(trainState.state) + held);
    const steps = fedSteps(learned, types);
    const beside = bytesOfSteps(learned, steps, { S: 1 }) - 1.4 * peakBytes(steps, { S: 1 });
    expect(beside / (held + length)).toBeGreaterThan(0.97); // but for the file's header
  });

  test('stays within the memory that there is, in a process of its own', async () => {
    const { objective, types, batch } = lesson('efficientnet-lite0', 96, 16);
    const free = 0.85 * bytesOfSteps(objective(plainSetting), fedSteps(objective(plainSetting), types), { S: 1 });
    const setting = fitMemory({ objective, types, batch, stepsPerCall: 1, free });
    expect(setting.recomputeSegments).toBeGreaterThan(1);
    const taken = (given: MemorySetting) => measured(toOnnx(fedSteps({ ...objective(given), ...given }, types)));
    const [fitted, plain] = [await taken(setting), await taken(plainSetting)];
    expect(fitted).toBeLessThan(1.2 * free);
    expect(fitted).toBeLessThan(plain);
  });
});

/** Tensors of so many numbers each. */
function stateOf(lengths: readonly number[]): State {
  return Object.fromEntries(lengths.map((length, i) => [String(i), floatTensor(new Float32Array(length))]));
}

function bytesIn(state: State): number {
  return Object.values(state).reduce((sum, { data }) => sum + data.byteLength, 0);
}

/** Bytes by which a process grows that learns one step. */
async function measured(model: Uint8Array): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'discern-fit-memory-'));
  const file = join(folder, 'steps.onnx');
  await writeFile(file, model);
  const script = join(import.meta.dirname, 'steps-memory.js');
  const { stdout } = await promisify(execFile)(process.execPath, [script, file]);
  await rm(folder, { recursive: true });
  return Number(stdout);
}
