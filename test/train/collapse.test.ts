// @module-tag slow
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import type { Storage } from '../../src/base/storage.ts';
import { memoryStorage } from '../../src/bundle/memory-storage.ts';
import { mPerClass } from '../../src/data/samplers/m-per-class.ts';
import { Graph } from '../../src/graph/graph.ts';
import { matMul, relu } from '../../src/graph/ops.ts';
import type { Value, Values } from '../../src/graph/value.ts';
import { type MetricRecipe, metricLoss } from '../../src/losses/metric-loss.ts';
import { batchHard } from '../../src/losses/miners/batch-hard.ts';
import { semiHard } from '../../src/losses/miners/semi-hard.ts';
import { monitor } from '../../src/losses/monitor.ts';
import { tripletMargin } from '../../src/losses/triplet/triplet-margin.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import { oneCycle } from '../../src/steps/schedules/one-cycle.ts';
import type { State } from '../../src/steps/state.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import { checkpointIn } from '../../src/train/checkpoints/checkpoint-file.ts';
import { checkpoints } from '../../src/train/checkpoints/checkpoints.ts';
import { defaultDivergencePolicy, type LoopPlan } from '../../src/train/loop/plan.ts';
import { type TrainLoopOptions, trainLoop } from '../../src/train/loop/train-loop.ts';
import { whileOpen } from '../../src/train/while-open.ts';
import { runGraph } from '../graph/run-graph.ts';

const [classes, perClass, features, informative, hidden, dimensions, batch] = [24, 40, 32, 16, 64, 16, 48];

/** Clouds so wide around a centre for each class, behind as many louder numbers that say nothing of it. */
function clouds(seed: number, width: number) {
  const centre = random(0, 'centres');
  const centres = Array.from({ length: classes }, () => Array.from({ length: informative }, centre.normal));
  const { normal } = random(seed, 'clouds');
  const labels = Int32Array.from({ length: classes * perClass }, (_, i) => i % classes);
  const rows = Array.from(labels, (label) =>
    Array.from(
      { length: features },
      (_, k) => 1 + (k < informative ? centres[label][k] + width * normal() : 1.5 * normal()),
    ),
  );
  return { labels, x: floatTensor(Float32Array.from(rows.flat()), [rows.length, features]) };
}

const worldOf = (width: number) => ({ learned: clouds(1, width), unseen: clouds(2, width) });
const clear = worldOf(0.6);

/** A network of three layers. */
const layers = Object.entries({ a: [features, hidden], b: [hidden, hidden], c: [hidden, dimensions] }).map(
  ([name, shape]) => {
    const { normal } = random(0, name);
    const initial = Float32Array.from({ length: shape[0] * shape[1] }, () => normal() * Math.sqrt(2 / shape[0]));
    return { name, shape, decay: true, initial };
  },
);

function embedding(x: Value, { a, b, c }: Values): Value {
  return matMul(relu(matMul(relu(matMul(x, a)), b)), c);
}

/** The share of unseen samples whose nearest other one is of their class. */
async function recallAt1(weights: State, { unseen } = clear): Promise<number> {
  const g = new Graph();
  const given = Object.fromEntries(layers.map(({ name, shape }) => [name, g.input(name, 'float32', shape)]));
  const x = g.input('x', 'float32', unseen.x.shape);
  const used = Object.fromEntries(layers.map(({ name }) => [name, weights[name]]));
  const { embeddings } = await runGraph({ embeddings: embedding(x, given) }, { ...used, x: unseen.x });
  const rows = Array.from(unseen.labels, (_, i) =>
    unit(floats(embeddings).subarray(i * dimensions, (i + 1) * dimensions)),
  );
  const similarity = (a: Float32Array, b: Float32Array) => a.reduce((total, value, k) => total + value * b[k], 0);
  const nearest = rows.map((row, i) => {
    const similarities = rows.map((other, j) => (i === j ? -2 : similarity(row, other)));
    return similarities.indexOf(Math.max(...similarities));
  });
  return nearest.filter((j, i) => unseen.labels[i] === unseen.labels[j]).length / rows.length;
}

function unit(row: Float32Array): Float32Array {
  const length = Math.hypot(...row) || 1; // where no unit of the network is active
  return row.map((value) => value / length);
}

const steps = 400;
const sane = { loss: tripletMargin({ margin: 0.1 }), miner: semiHard() };
const hopeless = { loss: tripletMargin({ margin: 1 }), miner: batchHard() };
const watch = monitor({ dimensions });

type Running = Pick<TrainLoopOptions, 'signal' | 'tell'> & {
  readonly storage?: Storage;
  readonly world?: typeof clear;
};

/** Trains the network by a recipe; resumes from the storage. */
async function run(
  recipe: MetricRecipe,
  learningRate: number,
  { storage = memoryStorage(), world = clear, ...extendedHistory }: Running = {},
) {
  const { learned } = world;
  const size = { classes, dimensions, random: random(0, 'loss') };
  const { statistics, value } = metricLoss({ ...recipe, mostPositives: 3 }, size);
  const objective = {
    parameters: layers,
    statistics,
    optimizer: adamW(),
    block: null,
    loss: (weights: Values, { x, labels }: Values) => value(embedding(x, weights), { labels }, weights),
  };
  const sampler = mPerClass({ labels: learned.labels, batch, seed: 0, perClass: 4 });
  const pool = { pool: { x: learned.x, labels: indexTensor(learned.labels) }, batch, sampler };
  const schedule = oneCycle({ learningRate, steps });
  const plan: LoopPlan = {
    schedule,
    epochs: 10,
    stepsPerEpoch: 40,
    stepsPerCall: 8,
    batch,
    patience: 10,
    guard: defaultDivergencePolicy,
  };
  return whileOpen(await poolLearner(objective, pool, nodeRuntime, { threads: 1 }), async (learner) => {
    const checkpointer = await checkpoints(learner, plan, { storage, everySeconds: 1e9, resume: true });
    return trainLoop(learner, plan, { ...extendedHistory, checkpointer, clock: () => 0 });
  });
}

/** A signal to stop that comes with the so manieth call of the runtime. */
function stopAt(calls: number): Running {
  const stop = new AbortController();
  let done = 0;
  const tell = () => {
    if (++done === calls) stop.abort();
  };
  return { signal: stop.signal, tell };
}

const trainStateOf = (storage: Storage) => storage.read('training.safetensors');

describe('a collapse of embeddings', () => {
  it.each([0.6, 1, 1.3])(
    'in clouds %d wide is seen and recovered from, at a learning rate a hundred times too high; a healthy run has none',
    async (width) => {
      const world = worldOf(width);
      const good = await run({ ...sane, monitor: watch }, 0.01, { world });
      const { weights, incidents, ending } = await run({ ...hopeless, monitor: watch }, 1, { world });
      expect([good.incidents, good.ending, ending]).toEqual([[], 'finished', 'finished']);
      expect(incidents.length).toBeGreaterThan(0);
      expect(new Set(incidents.map(({ kind }) => kind))).toEqual(new Set(['collapse']));
      expect(Math.max(...incidents.map(({ step }) => step))).toBeLessThanOrEqual(50);
      expect(incidents[0].explanation).toMatch(
        /^embeddings collapse: .*: back to the state before epoch 1, at 0.02 times the learning rate, with semi-hard/,
      );
      expect(await recallAt1(weights, world)).toBeGreaterThan((await recallAt1(good.weights, world)) - 0.02);
    },
  );

  it('is recovered from with the same bytes where training is interrupted meanwhile', async () => {
    const [whole, parts] = [memoryStorage(), memoryStorage()];
    await run({ ...hopeless, monitor: watch }, 1, { storage: whole });
    for (const calls of [2, 3, 2]) {
      const stopped = run({ ...hopeless, monitor: watch }, 1, { storage: parts, ...stopAt(calls) });
      await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
    }
    await run({ ...hopeless, monitor: watch }, 1, { storage: parts });
    expect(await trainStateOf(parts)).toEqual(await trainStateOf(whole));
  });

  it('adds nothing to the saved state of training without a monitor', async () => {
    const storage = memoryStorage();
    await run(hopeless, 0.01, { storage });
    const { trainState } = await checkpointIn(await trainStateOf(storage));
    expect([trainState.monitorHistory, Object.keys(trainState.state).filter((name) => name.includes('miner'))]).toEqual(
      [undefined, []],
    );
  });
});
