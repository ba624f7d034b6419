import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { batchNormByBatch, conv, maxPool } from '../../src/graph/neural.ts';
import { add, concat, gather, mean, mul, relu, square, sum, tanh } from '../../src/graph/ops.ts';
import { scan } from '../../src/graph/scan.ts';
import { segmentsOf } from '../../src/graph/segments.ts';
import type { Value, Values } from '../../src/graph/value.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { runGraph } from './run-graph.ts';

const shapes = { x: [3, 4, 8, 8], kernels: [4, 4, 3, 3], scale: [4], bias: [4], mean: [4], variance: [4] };

/** Residual blocks with batch normalisation, side branches, pooling, and a table that is looked up. */
function loss({ x, kernels, scale, bias, mean: m, variance }: Values): Value {
  const block = (y: Value) => {
    const normed = batchNormByBatch(conv(y, kernels, { pad: 1 }), { scale, bias, mean: m, variance });
    return relu(add(y, add(normed.normalised, sum(mul(normed.mean, normed.variance)))));
  };
  const first = block(block(x));
  const pooled = maxPool(block(first), 3, { stride: 2, pad: 1 });
  const table = gather(kernels, x.graph.constant([1, 1, 0], { type: 'int64' }));
  const both = concat([tanh(pooled), mul(pooled, mean(first))], 1);
  return add(mean(square(both)), sum(mul(table, table)));
}

/** The gradients where the way to the loss is divided into so many segments. */
async function gradients(segments: number) {
  const g = new Graph();
  const values = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, g.input(name, 'float32', shape)]),
  );
  const wanted = ['x', 'kernels', 'scale', 'bias'];
  const found = differentiate(
    loss(values),
    wanted.map((name) => values[name]),
    { segments },
  );
  const outputs = Object.fromEntries(wanted.map((name, i) => [`d/${name}`, found[i]]));
  const results = await runGraph(outputs, feeds());
  return { gradients: wanted.map((name) => floats(results[`d/${name}`])), nodes: g.nodes.length };
}

function feeds() {
  const { normal } = random(1, 'segments');
  const drawn = (shape: readonly number[]) => {
    const count = shape.reduce((a, b) => a * b);
    return floatTensor(Float32Array.from({ length: count }, normal), shape);
  };
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, drawn(shape)]));
}

describe('activations that are computed again', () => {
  it.each([2, 3, 7, 1000])('give the same gradients to the bit, in %i segments', async (segments) => {
    const [kept, again] = [await gradients(1), await gradients(segments)];
    expect(again.gradients).toEqual(kept.gradients);
    expect(again.nodes).toBeGreaterThan(kept.nodes);
  });

  it('are computed again inside a loop too', async () => {
    const slopes = async (segments: number) => {
      const g = new Graph();
      const w = g.input('w', 'float32', []);
      const { outputs } = scan([g.scalar(0)], [g.input('rows', 'float32', [3, 2])], ([count], [row]) => {
        const y = tanh(mul(tanh(mul(tanh(mul(row, w)), w)), w));
        return { state: [add(count, 1)], outputs: differentiate(sum(y), [w], { segments }) };
      });
      const rows = floatTensor(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
      return floats(
        (await runGraph({ slopes: outputs[0] }, { rows, w: floatTensor(Float32Array.of(0.5), []) })).slopes,
      );
    };
    expect(await slopes(3)).toEqual(await slopes(1));
  });
});

describe('segments', () => {
  const nodes = () => {
    const g = new Graph();
    Array.from({ length: 12 }).reduce<Value>((y) => tanh(y), g.input('x', 'float32', [10]));
    return g.nodes;
  };

  it('are the nodes in their order, about equally many activations each', () => {
    const segments = segmentsOf(nodes(), 3);
    expect(segments.flat().length).toBe(12);
    expect(segments.map(({ length }) => length)).toEqual([3, 4, 5].map(() => expect.any(Number)));
    for (const { length } of segments) expect(Math.abs(length - 4)).toBeLessThanOrEqual(2);
  });

  it('end where little is handed over', () => {
    const g = new Graph();
    const wide = tanh(tanh(tanh(g.input('x', 'float32', [100]))));
    const narrow = tanh(sum(wide, 0, { keep: true }));
    tanh(tanh(mul(narrow, wide.graph.constant(new Float32Array(100)))));
    const [first] = segmentsOf(g.nodes, 2);
    expect(['ReduceSum', 'Tanh']).toContain(first.at(-1)?.operator);
    expect(first.at(-1)?.outputs[0].shape).toEqual([1]);
  });
});
