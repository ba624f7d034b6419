import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { forward, forwardByBatch } from '../../src/graph/forward.ts';
import { Graph } from '../../src/graph/graph.ts';
import { type Network, networkWeights } from '../../src/graph/network.ts';
import { batchNorm, conv } from '../../src/graph/neural.ts';
import { mean, relu } from '../../src/graph/ops.ts';
import { trainedNetwork } from '../../src/graph/trained-network.ts';
import type { Values } from '../../src/graph/value.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { runGraph } from './run-graph.ts';

const { normal, uniform } = random(1, 'forward');
const [batch, sizePx, channels] = [3, 4, 2];
const pixels = new Float32Array(batch * sizePx * sizePx).map(normal);
const images = floatTensor(pixels, [batch, 1, sizePx, sizePx]);

/** A convolution, batch normalisation in mid-life, ReLU, the mean over space. */
function small(): Network {
  const graph = new Graph();
  const input = graph.input('images', 'float32', ['N', 1, sizePx, sizePx]);
  const weight = (name: string, shape: number[], draw: () => number) =>
    graph.weight(name, new Float32Array(shape.reduce((a, b) => a * b)).map(draw), shape);
  const convolved = conv(input, weight('kernels', [channels, 1, 3, 3], normal), { pad: 1 });
  const norm = {
    scale: weight('scale', [channels], uniform),
    bias: weight('bias', [channels], normal),
    mean: weight('mean', [channels], normal),
    variance: weight('variance', [channels], () => 0.5 + uniform()),
  };
  return { graph, input, output: mean(relu(batchNorm(convolved, norm)), [2, 3]) };
}

const network = small();
const numbers = Object.fromEntries(
  network.graph.weights.map(({ name, data }) => [name, Float32Array.from(data ?? [])]),
);
const tensors = Object.fromEntries(
  network.graph.weights.map(({ name, shape }) => [name, floatTensor(numbers[name], shape as number[])]),
);

/** A step's graph: pictures of a fixed number, and the weights of these names as inputs. */
function stepInputs(names: readonly string[]): { readonly input: Values[string]; readonly weights: Values } {
  const g = new Graph();
  const weights = names.map((name) => [name, g.input(name, 'float32', tensors[name].shape)] as const);
  return { input: g.input('images', 'float32', images.shape), weights: Object.fromEntries(weights) };
}

function feeds(names: readonly string[]) {
  return { images, ...Object.fromEntries(names.map((name) => [name, tensors[name]])) };
}

const all = Object.keys(numbers);
const near = (actual: ArrayLike<number>, expected: ArrayLike<number>) =>
  Array.from(actual).forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThan(1e-5);
  });

describe('forward', () => {
  it('computes what the network computes, with the weights as inputs', async () => {
    const { output } = await runGraph({ output: network.output }, { images });
    const { input, weights } = stepInputs(all);
    const inside = await runGraph({ output: forward(network, weights, input) }, feeds(all));
    near(floats(inside.output), floats(output));
  });

  it('keeps the numbers of weights that are not given', async () => {
    const { input, weights } = stepInputs(['kernels']);
    const moved = { ...feeds(['kernels']), kernels: floatTensor(new Float32Array(18), [channels, 1, 3, 3]) };
    const { output } = await runGraph({ output: forward(network, weights, input) }, moved);
    const still = [0, 1].map((c) => {
      const { scale, bias, mean, variance } = numbers;
      return Math.max(0, bias[c] - (scale[c] * mean[c]) / Math.sqrt(variance[c] + 1e-5));
    });
    near(floats(output), [...still, ...still, ...still]);
  });
});

describe('forwardByBatch', () => {
  it('normalises by the batch, and moves running statistics towards it as PyTorch does', async () => {
    const { input, weights } = stepInputs(all);
    const { output, statistics } = forwardByBatch(network, weights, input);
    const results = await runGraph(
      { output, nextMean: statistics.mean, nextVariance: statistics.variance },
      feeds(all),
    );
    const convolved = naiveConvolution();
    for (let c = 0; c < channels; c++) {
      const values = convolved.flatMap((picture) => picture[c]);
      const mean = values.reduce((a, b) => a + b) / values.length;
      const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
      near([floats(results.nextMean)[c]], [0.9 * numbers.mean[c] + 0.1 * mean]);
      near([floats(results.nextVariance)[c]], [0.9 * numbers.variance[c] + (0.1 * squares) / (values.length - 1)]);
      const std = Math.sqrt(squares / values.length + 1e-5);
      const means = convolved.map((picture) => {
        const normed = picture[c].map((x) => Math.max(0, ((x - mean) / std) * numbers.scale[c] + numbers.bias[c]));
        return normed.reduce((a, b) => a + b) / normed.length;
      });
      near(
        means.map((_, n) => floats(results.output)[n * channels + c]),
        means,
      );
    }
  });

  it('leaves batch normalisation frozen whose statistics are not given', async () => {
    const names = ['kernels', 'scale', 'bias'];
    const { input, weights } = stepInputs(names);
    const { output, statistics } = forwardByBatch(network, weights, input);
    expect(statistics).toEqual({});
    const [frozen, finished] = [
      await runGraph({ output }, feeds(names)),
      await runGraph({ output: network.output }, { images }),
    ];
    near(floats(frozen.output), floats(finished.output));
  });
});

describe('learnedNetwork', () => {
  it('gives a network of its own with other numbers, and leaves the first as it was', async () => {
    const before = await runGraph({ output: network.output }, { images });
    const changed = trainedNetwork(network, {
      bias: { data: Float32Array.of(7, 8) },
      scale: { data: new Float32Array(channels) },
    });
    const { output } = await runGraph({ output: changed.output }, { images });
    near(floats(output), [7, 8, 7, 8, 7, 8]);
    expect(await runGraph({ output: network.output }, { images })).toEqual(before);
    expect(networkWeights(changed).map(({ value, role }) => [value.name, role])).toEqual(
      networkWeights(network).map(({ value, role }) => [value.name, role]),
    );
  });
});

/** [picture][filter][place], by the definition. */
function naiveConvolution(): number[][][] {
  const at = (n: number, y: number, x: number) =>
    y < 0 || x < 0 || y >= sizePx || x >= sizePx ? 0 : pixels[(n * sizePx + y) * sizePx + x];
  const places = Array.from({ length: sizePx * sizePx }, (_, i) => [Math.floor(i / sizePx), i % sizePx]);
  const taps = Array.from({ length: 9 }, (_, i) => [Math.floor(i / 3) - 1, (i % 3) - 1]);
  return Array.from({ length: batch }, (_, n) =>
    Array.from({ length: channels }, (_, c) =>
      places.map(([y, x]) =>
        taps.reduce((sum, [dy, dx], i) => sum + at(n, y + dy, x + dx) * numbers.kernels[c * 9 + i], 0),
      ),
    ),
  );
}
