import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { gradientTimesInput } from '../../src/graph/gradient-times-input.ts';
import { Graph } from '../../src/graph/graph.ts';
import { gelu, hardSwish, layerNorm, silu } from '../../src/graph/neural.ts';
import * as ops from '../../src/graph/ops.ts';
import { elementCount, sizes, type Value } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { runGraph } from './run-graph.ts';

const { normal } = random(3, 'gradient times input');
const numbers = (count: number) => new Float32Array(count).map(normal);
const weights = (g: Graph, ...shape: number[]) => g.constant(numbers(elementCount(shape)), { shape });

/** Parts of networks after their last map, without biases: what they give is all from the map. */
const tails: Readonly<Record<string, (x: Value) => Value>> = {
  'average pooling': (x) => ops.mean(x, 1),
  'a linear head': (x) => ops.matMul(ops.mean(x, 1), weights(x.graph, 6, 4)),
  'a head of unit length': (x) => ops.normalised(ops.matMul(ops.mean(x, 1), weights(x.graph, 6, 4))),
  'layer normalisation': (x) => ops.mean(normalisedTokens(x), 1),
  'root mean square normalisation': (x) =>
    ops.mean(ops.div(x, ops.sqrt(ops.mean(ops.square(x), 2, { keep: true }))), 1),
  relu: (x) => ops.relu(ops.matMul(ops.relu(ops.mean(x, 1)), weights(x.graph, 6, 4))),
  'a power of both signs, also of zeros': (x) => {
    const mean = ops.mul(ops.mean(x, 1), x.graph.constant([1, 0, 1, 1, 1, 1]));
    return ops.sub(ops.pow(ops.relu(mean), 0.5), ops.pow(ops.relu(ops.neg(mean)), 0.5));
  },
  'a square root': (x) => ops.sqrt(ops.relu(ops.mean(x, 1))),
  gelu: (x) => ops.mean(gelu(x), 1),
  silu: (x) => ops.mean(silu(x), 1),
  'hard swish': (x) => ops.mean(hardSwish(x), 1),
  'squeeze and excitation': (x) =>
    ops.mean(ops.mul(x, ops.sigmoid(ops.matMul(ops.mean(x, 1, { keep: true }), weights(x.graph, 6, 6)))), 1),
  'a class token after attention': (x) => ops.reshape(ops.slice(attended(normalisedTokens(x)), 1, 0, 1), [1, 6]),
};

function normalisedTokens(x: Value): Value {
  const { graph } = x;
  const [scale, bias] = [graph.constant(numbers(6)), graph.constant(new Float32Array(6))];
  return layerNorm(x, scale, bias);
}

function attended(x: Value): Value {
  const [queries, keys, values] = [0, 1, 2].map(() => ops.matMul(x, weights(x.graph, 6, 6)));
  return ops.matMul(ops.softmax(ops.matMul(queries, ops.transpose(keys))), values);
}

async function contributionsTo(tail: (x: Value) => Value) {
  const graph = new Graph();
  const input = graph.input('x', 'float32', [1, 5, 6]);
  const output = tail(input);
  const [map, direction] = [numbers(30), numbers(elementCount(output.shape))];
  const feed = floatTensor(map, [1, 5, 6]);
  const session = await nodeRuntime.load(gradientTimesInput({ graph, output }, input), { threads: 1 });
  const feeds = { map: feed, fixed: feed, direction: floatTensor(direction, sizes(output.shape)) };
  const given = Object.fromEntries(
    Object.entries(feeds).filter(([name]) => session.inputs.some((port) => port.name === name)),
  );
  const contributions = floats((await session.run(given)).contributions);
  await session.dispose();
  const result = floats((await runGraph({ output }, { x: feed })).output);
  return { contributions, along: result.reduce((sum, value, i) => sum + value * direction[i], 0) };
}

describe('the contributions of a map', () => {
  test.each(Object.entries(tails))('add up to the output along the direction: %s', async (_, tail) => {
    const { contributions, along } = await contributionsTo(tail);
    expect(Math.abs(along)).toBeGreaterThan(1e-3);
    expect(contributions.reduce((sum, value) => sum + value, 0)).toBeCloseTo(along, 4);
  });

  test('a token that attention does not read contributes nothing', async () => {
    const first = (x: Value) => ops.reshape(ops.slice(x, 1, 0, 1), [1, 6]);
    const { contributions } = await contributionsTo(first);
    expect(contributions.slice(6).every((value) => value === 0)).toBe(true);
    expect(contributions.slice(0, 6).every((value) => value !== 0)).toBe(true);
  });
});
