import { expect, it } from 'vitest';
import { differentiate } from '../../src/graph/differentiate.ts';
import { forwardByBatch } from '../../src/graph/forward.ts';
import { Graph } from '../../src/graph/graph.ts';
import { batchNorm } from '../../src/graph/neural.ts';
import { mul, sum } from '../../src/graph/ops.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { golden } from './batch-norm-and-kinks.ts';
import { runGraph } from './run-graph.ts';

const shape = [4, 3, 2, 2];
const names = ['scale', 'bias', 'mean', 'variance'] as const;

/** One layer, applied `times` times in a row to a batch while it learns; its weights and statistics are inputs. */
function learning({ times = 1, momentum = 0.2 } = {}) {
  const graph = new Graph();
  const input = graph.input('x', 'float32', ['N', 3, 2, 2]);
  const [scale, bias, mean, variance] = names.map((name) => graph.weight(name, new Float32Array(3), [3]));
  const layer = (x: typeof input) => batchNorm(x, { scale, bias, mean, variance }, { epsilon: 1e-3 });
  const output = Array.from({ length: times }).reduce<typeof input>(layer, input);
  const g = new Graph();
  const x = g.input('x', 'float32', shape);
  const weights = Object.fromEntries(names.map((name) => [name, g.input(name, 'float32', [3])]));
  return { g, x, weights, ...forwardByBatch({ graph, input, output }, weights, x, { momentum }) };
}

const feed = (values: readonly number[], shape: readonly number[] = [values.length]) =>
  floatTensor(Float32Array.from(values), shape);

it('normalises, learns and keeps running statistics as PyTorch does, step by step', async () => {
  const { g, x, weights, output, statistics } = learning();
  const loss = sum(mul(output, g.input('upstream', 'float32', shape)));
  const [dx, dscale, dbias] = differentiate(loss, [x, weights.scale, weights.bias]);
  const outputs = { y: output, dx, dscale, dbias, nextMean: statistics.mean, nextVariance: statistics.variance };
  const { scale, bias, steps } = golden.batchNorm;
  const befores = [{ mean: [0, 0, 0], variance: [1, 1, 1] }, ...steps];
  for (const [i, { mean, variance, ...step }] of steps.entries()) {
    const results = await runGraph(outputs, {
      x: feed(step.x, shape),
      upstream: feed(step.upstream, shape),
      scale: feed(scale),
      bias: feed(bias),
      mean: feed(befores[i].mean),
      variance: feed(befores[i].variance),
    });
    const { y, dx, dscale, dbias } = step;
    for (const [name, numbers] of Object.entries({ y, dx, dscale, dbias, nextMean: mean, nextVariance: variance })) {
      floats(results[name]).forEach((value, j) => {
        expect(Math.abs(value - numbers[j])).toBeLessThan(2e-6 * Math.max(1, ...numbers.map(Math.abs)));
      });
    }
  }
});

it('leaves the running statistics that it is given as they are', async () => {
  const { output, statistics } = learning();
  const { x } = golden.batchNorm.steps[0];
  const given = { scale: feed([1, 1, 1]), bias: feed([0, 0, 0]), mean: feed([5, 6, 7]), variance: feed([8, 9, 10]) };
  await runGraph({ output, nextMean: statistics.mean }, { x: feed(x, shape), ...given });
  expect([...given.mean.data, ...given.variance.data]).toEqual([5, 6, 7, 8, 9, 10]);
});

it('lets a layer that is used twice follow both times', async () => {
  const { statistics } = learning({ times: 2, momentum: 0.5 });
  const ones = () => feed([1, 1, 1]);
  const x = feed(
    Array.from({ length: 48 }, (_, i) => i),
    shape,
  );
  const feeds = { x, scale: ones(), bias: ones(), mean: feed([0, 0, 0]), variance: ones() };
  const { nextMean } = await runGraph({ nextMean: statistics.mean }, feeds);
  // Half of half of the first batch's mean, and half of the second's, which is the bias.
  const expected = [19.5, 23.5, 27.5].map((first) => first / 4 + 1 / 2);
  floats(nextMean).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 5);
  });
});
