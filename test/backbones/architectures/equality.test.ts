import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../../src/backbones/architectures/architecture.ts';
import { convnext } from '../../../src/backbones/architectures/convnext.ts';
import { efficientNetLite } from '../../../src/backbones/architectures/efficientnet-lite.ts';
import { resnet } from '../../../src/backbones/architectures/resnet.ts';
import { visionTransformer } from '../../../src/backbones/architectures/vision-transformer.ts';
import { matrix } from '../../../src/base/matrix.ts';
import { random } from '../../../src/base/random.ts';
import { forwardByBatch } from '../../../src/graph/forward.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { type Network, networkWeights } from '../../../src/graph/network.ts';
import { trainedNetwork } from '../../../src/graph/trained-network.ts';
import { elementCount } from '../../../src/graph/value.ts';
import { crossEntropy } from '../../../src/losses/cross-entropy.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../../src/runtime/tensors.ts';
import { lossAndGradients } from '../../../src/steps/loss-and-gradients.ts';
import type { Objective } from '../../../src/steps/objective.ts';
import { sgd } from '../../../src/steps/optimizers/sgd.ts';
import { initialNumbers } from '../../../src/steps/parameter.ts';
import { poolLearner } from '../../../src/train/batches/pool-learner.ts';
import { linear } from '../../../src/train/heads/linear.ts';
import { networkObjective } from '../../../src/train/heads/network-objective.ts';
import { runGraph } from '../../graph/run-graph.ts';
import { noise } from './noise.ts';

type GoldenWeight = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly seed: number;
  readonly centre: number;
  readonly amplitude: number;
};

type GoldenNetwork = {
  readonly size: number;
  readonly rate: number;
  readonly weights: readonly GoldenWeight[];
  readonly features: readonly number[];
  readonly gradients: Readonly<Record<string, { norm: number; largest: number; values: string }>>;
  readonly losses: readonly number[];
  readonly statistics: Readonly<Record<string, readonly number[]>>;
};

/** What test/golden/gradients-of-networks.py wrote. */
const golden: {
  readonly classes: number;
  readonly batch: number;
  readonly networks: Readonly<Record<string, GoldenNetwork>>;
} = JSON.parse(readFileSync(new URL('../../golden/gradients-of-networks.json', import.meta.url), 'utf8'));

/** The tiny networks that the script defines in PyTorch. */
const tiny: Readonly<Record<string, Architecture>> = {
  resnet: resnet({ widths: [8, 16], blocks: [1, 2] }),
  efficientNetLite: efficientNetLite({
    stem: 8,
    stages: [
      { blocks: 1, filters: 8, size: 3, stride: 1, expansion: 1 },
      { blocks: 2, filters: 12, size: 3, stride: 2, expansion: 4 },
      { blocks: 1, filters: 16, size: 5, stride: 2, expansion: 4 },
    ],
    head: 32,
  }),
  convnext: convnext({ widths: [8, 16], blocks: [1, 1] }),
  visionTransformer: visionTransformer({ width: 24, depth: 2, heads: 3 }),
};

const { classes, batch } = golden;

describe.each(Object.entries(golden.networks))('a tiny %s and the same in PyTorch', (name, expected) => {
  const { size, rate: learningRate, weights, gradients, losses, statistics } = expected;
  const numbers = Object.fromEntries(weights.map((weight) => [weight.name, { data: beginning(weight) }]));
  const fresh = tiny[name]({ sizePx: size, channels: 3, random: random(1, 'fresh') });
  const network = trainedNetwork(fresh, numbers);
  const objective = objectiveOf(network, numbers['head.weight'].data);
  const images = floatTensor(noise(0, batch * 3 * size * size), [batch, 3, size, size]);
  const labels = indexTensor(Array.from({ length: batch }, (_, i) => i % classes));

  test('have weights of the same names and shapes', () => {
    const ours = networkWeights(network).filter(({ role }) => role === 'parameter');
    const theirs = weights.filter((weight) => weight.name !== 'head.weight');
    expect(new Map(ours.map(({ value }) => [value.name, value.shape]))).toEqual(
      new Map(theirs.map((weight) => [weight.name, weight.shape])),
    );
  });

  test('compute the same features of a batch while they learn', async () => {
    const g = new Graph();
    const own = networkWeights(network).map(({ value }) => [value.name, g.constant(value.data ?? [], value)]);
    const input = g.input('images', 'float32', images.shape);
    const { output } = forwardByBatch(network, Object.fromEntries(own), input);
    const { features } = await runGraph({ features: output }, { images });
    expect(distance(floats(features), expected.features)).toBeLessThan(1e-5 * norm(expected.features));
  });

  test('have the same gradient of every parameter', async () => {
    const g = new Graph();
    const { parameters, statistics: followed = [] } = objective;
    const state = [...parameters, ...followed].map((each) => [each.name, g.constant(initialNumbers(each), each)]);
    const given = { images: g.input('images', 'float32', images.shape), labels: g.input('labels', 'int64', [batch]) };
    const slope = lossAndGradients(objective, Object.fromEntries(state), given);
    const outputs = Object.fromEntries(parameters.map((each, i) => [`d ${inPyTorch(each.name)}`, slope.gradients[i]]));
    const results = await runGraph(outputs, { images, labels });
    for (const [parameter, { norm: length, largest, values }] of Object.entries(gradients)) {
      const ours = floats(results[`d ${parameter}`]);
      const theirs = unpacked(values, largest);
      if (length < 1e-12) {
        // A bias that the next batch normalisation takes away again.
        expect(norm(ours), parameter).toBeLessThan(1e-6);
        continue;
      }
      expect(dot(ours, theirs) / (norm(ours) * norm(theirs)), parameter).toBeGreaterThan(0.9999);
      expect(Math.abs(norm(ours) / length - 1), parameter).toBeLessThan(1e-3);
    }
  });

  test('have the same losses in 20 steps of SGD, and the same statistics after them', async () => {
    const sampler = () => Array.from({ length: batch }, (_, i) => i);
    const pool = { pool: { images, labels }, batch, sampler };
    const learner = await poolLearner(objective, pool, nodeRuntime, { threads: 1 });
    const learningRates = losses.map(() => learningRate);
    const learned = await learner.learn(learner.initial, { before: 0, learningRates, total: learningRates.length });
    await learner.dispose();
    expect(losses[losses.length - 1]).toBeLessThan(0.7 * losses[0]);
    learned.losses.forEach((loss, i) => {
      expect(Math.abs(loss / losses[i] - 1), `step ${i}`).toBeLessThan(1e-3);
    });
    for (const [statistic, values] of Object.entries(statistics)) {
      expect(distance(floats(learned.state[statistic]), values), statistic).toBeLessThan(1e-3 * norm(values));
    }
  });
});

function objectiveOf(network: Network, directions: Float32Array): Objective {
  const dimensions = elementCount(network.output.shape.slice(1));
  const initial = matrix(classes, dimensions, directions);
  const head = linear({ dimensions, classes, initial, logitScale: 1, random: random(1, 'head') });
  return networkObjective({ network, head, loss: crossEntropy(), optimizer: sgd() });
}

function inPyTorch(name: string): string {
  return name === 'head/weights' ? 'head.weight' : name;
}

function beginning({ shape, seed, centre, amplitude }: GoldenWeight): Float32Array {
  return noise(seed, elementCount(shape)).map((value) => Math.fround(centre + Math.fround(amplitude * value)));
}

/** Whole numbers of 16 bits, the largest of which stands for `largest`. */
function unpacked(values: string, largest: number): Float64Array {
  const bytes = Buffer.from(values, 'base64');
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => (bytes.readInt16LE(2 * i) / 32767) * largest);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
}

function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return norm(Array.from(a, (value, i) => value - b[i]));
}
