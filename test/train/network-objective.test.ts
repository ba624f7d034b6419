import { beforeAll, describe, expect, test } from 'vitest';
import { small } from '../../src/backbones/architectures/small.ts';
import { visionTransformer } from '../../src/backbones/architectures/vision-transformer.ts';
import { random } from '../../src/base/random.ts';
import { forward } from '../../src/graph/forward.ts';
import { Graph } from '../../src/graph/graph.ts';
import { type Network, networkWeights } from '../../src/graph/network.ts';
import { add, reshape } from '../../src/graph/ops.ts';
import { trainedNetwork } from '../../src/graph/trained-network.ts';
import { elementCount, type Values } from '../../src/graph/value.ts';
import { crossEntropy } from '../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import type { State } from '../../src/steps/state.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import { linear } from '../../src/train/heads/linear.ts';
import { type NetworkTask, networkObjective } from '../../src/train/heads/network-objective.ts';
import { runGraph } from '../graph/run-graph.ts';

const { normal } = random(1, 'pixels');
const sizePx = 8;
const samples = 16;
const labels = Array.from({ length: samples }, (_, i) => i % 2);

/** Noise, brighter at the left in one class and at the right in the other. */
const pixels = new Float32Array(samples * sizePx * sizePx).map((_, i) => {
  const right = i % sizePx >= sizePx / 2 ? 1 : 0;
  return normal() + (right === labels[Math.floor(i / sizePx ** 2)] ? 2 : 0);
});
const images = floatTensor(pixels, [samples, 1, sizePx, sizePx]);

const networks = { small: small({ widths: [4, 8] }), visionTransformer: visionTransformer({ width: 12, depth: 1 }) };

describe.each(Object.entries(networks))('%s in training', (_, architecture) => {
  const network = architecture({ sizePx, channels: 1, random: random(1, 'network') });
  let learned: { readonly weights: State; readonly losses: Float32Array };
  beforeAll(async () => {
    learned = await trained(network, 30);
  });

  test('learns to separate two classes', () => {
    expect(learned.losses[0]).toBeCloseTo(Math.log(2), 5);
    expect(learned.losses.at(-1)).toBeLessThan(0.3);
  });

  test('gives a file whose features are those of the learned weights, in batches of any size', async () => {
    const numbers = Object.entries(learned.weights).map(([name, tensor]) => [name, { data: floats(tensor) }]);
    const finished = trainedNetwork(network, Object.fromEntries(numbers));
    const all = await features(finished, images);
    const own = Object.fromEntries(
      networkWeights(network).map(({ value }) => [value.name, learned.weights[value.name]]),
    );
    const g = new Graph();
    const inputs = Object.entries(own).map(([name, { type, shape }]) => [name, g.input(name, type, shape)]);
    const inside: Values = Object.fromEntries(inputs);
    const output = forward(network, inside, g.input('images', 'float32', images.shape));
    const expected = floats((await runGraph({ output }, { images, ...own })).output);
    floats(all).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 4);
    });
    const first = await features(finished, floatTensor(pixels.slice(0, sizePx ** 2), [1, 1, sizePx, sizePx]));
    expect(first.shape).toEqual([1, all.shape[1]]);
    floats(first).forEach((value, i) => {
      expect(value).toBeCloseTo(floats(all)[i], 4);
    });
  });
});

describe('batch normalisation', () => {
  const network = networks.small({ sizePx, channels: 1, random: random(1, 'network') });
  const statistics = networkWeights(network).filter(({ role }) => role === 'statistic');

  test('has running statistics that follow the batches, without decay or gradients', async () => {
    const { parameters, statistics: followed } = objectiveOf(network, { batchNorm: 'follow' });
    expect(followed?.map(({ name }) => name)).toEqual(statistics.map(({ value }) => value.name));
    expect(parameters.some(({ name }) => name.includes('running'))).toBe(false);
    const { weights } = await trained(network, 1);
    for (const { value } of statistics) expect(floats(weights[value.name])).not.toEqual(value.data);
  });

  test('stays unchanged where it is frozen', async () => {
    expect(objectiveOf(network, { batchNorm: 'frozen' }).statistics).toEqual([]);
    const { weights } = await trained(network, 1, { batchNorm: 'frozen' });
    for (const { value } of statistics) expect(weights[value.name]).toBeUndefined();
  });
});

test('weights decay, biases and norms do not; a learning rate for each by its name', () => {
  const network = networks.small({ sizePx, channels: 1, random: random(1, 'network') });
  const { parameters } = objectiveOf(network, { lrScale: (name) => (name.startsWith('stem') ? 0.1 : 1) });
  const found = Object.fromEntries(parameters.map(({ name, decay, lrScale }) => [name, [decay, lrScale]]));
  expect(found).toMatchObject({
    'stem.conv.weight': [true, 0.1],
    'stem.bn.weight': [false, 0.1],
    'stages.1.0.conv.weight': [true, 1],
    'stages.1.0.bn.bias': [false, 1],
    'head/weights': [true, undefined],
    'head/bias': [false, undefined],
  });
});

test('a bias that a file keeps with axes of 1 does not decay', () => {
  const graph = new Graph();
  const input = graph.input('x', 'float32', [2, 3, 1, 1]);
  const bias = graph.weight('bias', new Float32Array(3), [1, 3, 1, 1]);
  const { parameters } = objectiveOf({ graph, input, output: reshape(add(input, bias), [2, 3]) });
  expect(parameters.map(({ name, decay }) => [name, decay])).toContainEqual(['bias', false]);
});

function objectiveOf(network: Network, options: Partial<NetworkTask> = {}) {
  const dimensions = elementCount(network.output.shape.slice(1));
  const head = linear({ dimensions, classes: 2, initial: null, logitScale: 1, random: random(1, 'head') });
  return networkObjective({ network, head, loss: crossEntropy(), optimizer: adamW(), ...options });
}

async function trained(network: Network, steps: number, options: Partial<NetworkTask> = {}) {
  const pool = { images, labels: indexTensor(labels) };
  const sampler = () => labels.map((_, i) => i);
  const learner = await poolLearner(objectiveOf(network, options), { pool, batch: samples, sampler }, nodeRuntime);
  const learningRates = Array.from({ length: steps }, () => 0.02);
  const { state, losses } = await learner.learn(learner.initial, { before: 0, learningRates, total: steps });
  await learner.dispose();
  return { weights: learner.weights(state), losses };
}

async function features({ input, output }: Network, pictures: typeof images) {
  return (await runGraph({ features: output }, { [input.name]: pictures })).features;
}
