import { expect, it } from 'vitest';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { hardSigmoid, maxPool } from '../../src/graph/neural.ts';
import * as ops from '../../src/graph/ops.ts';
import type { Value } from '../../src/graph/value.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { golden } from './batch-norm-and-kinks.ts';
import { runGraph } from './run-graph.ts';

const other = (x: Value) => x.graph.constant([0, 1, 0]);

const functions: Readonly<Record<string, (x: Value) => Value>> = {
  abs: ops.abs,
  relu: ops.relu,
  clip: (x) => ops.clip(x, -1, 1),
  hardSigmoid,
  maximum: (x) => ops.maximum(x, other(x)),
  minimum: (x) => ops.minimum(x, other(x)),
  max: (x) => ops.max(x, 0),
  min: (x) => ops.min(x, 0),
  sign: ops.sign,
  floor: ops.floor,
};

async function gradientAt(call: (x: Value) => Value, at: readonly number[], shape: readonly number[] = [at.length]) {
  const x = new Graph().input('x', 'float32', shape);
  const [dx] = differentiate(ops.sum(call(x)), [x]);
  return Array.from(floats((await runGraph({ dx }, { x: floatTensor(Float32Array.from(at), shape) })).dx));
}

it.each(Object.entries(golden.kinks))(
  '%s has the gradient that PyTorch gives it at its kinks',
  async (name, { x, dx }) => {
    (await gradientAt(functions[name], x)).forEach((value, i) => {
      expect(value).toBeCloseTo(dx[i], 6);
    });
  },
);

it('knows every function that PyTorch was asked for', () => {
  expect(Object.keys(functions).sort()).toEqual(Object.keys(golden.kinks).sort());
});

it('lets only the first of equal pixels win a window', async () => {
  const pool = (x: Value) => maxPool(x, 2, { stride: 1 });
  expect(await gradientAt(pool, [5, 5, 5, 5, 5, 5], [1, 1, 2, 3])).toEqual([1, 1, 0, 0, 0, 0]);
});
