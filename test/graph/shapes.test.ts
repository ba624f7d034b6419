import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import * as ops from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { elementCount } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floatTensor } from '../../src/runtime/tensors.ts';
import { cases } from './cases/catalogue.ts';

describe('the inferred shape is the shape that the runtime gives', () => {
  it.each(Object.entries(cases))('%s', async (_, caseOf) => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { inputs, call } = caseOf(random(seed, 'case'));
        const g = new Graph();
        const y = call(inputs.map(({ shape }, i) => g.input(`x${i}`, 'float32', shape)));
        const session = await nodeRuntime.load(toOnnx({ y: ops.cast(y, 'float32') }), { threads: 1 });
        const feeds = inputs.map(({ shape }, i) => [
          `x${i}`,
          floatTensor(new Float32Array(elementCount(shape)).fill(0.5), shape),
        ]);
        const result = await session.run(Object.fromEntries(feeds));
        await session.dispose();
        expect(result.y.shape).toEqual(y.shape);
      }),
      { numRuns: 4 },
    );
  });
});

describe('shapes known only when the graph runs', () => {
  const rows = () => new Graph().input('x', 'float32', ['N', 6]);

  it('pass through products, reductions and reshapes', () => {
    const x = rows();
    expect(ops.matMul(x, x.graph.constant(new Float32Array(12), { shape: [6, 2] })).shape).toEqual(['N', 2]);
    expect(ops.sum(x, 1).shape).toEqual(['N']);
    expect(ops.reshape(x, [-1, 2, 3]).shape).toEqual(['N', 2, 3]);
    expect(ops.add(x, x).shape).toEqual(['N', 6]);
  });

  it('are refused where a number is needed', () => {
    expect(() => ops.expand(rows(), rows().shape)).toThrow('the size N');
  });
});

it('0 stands for a size of what is reshaped, also behind another reshape', () => {
  const x = new Graph().input('x', 'float32', [4, 6]);
  expect(ops.reshape(ops.reshape(x, [2, 12]), [0, 3, 4]).shape).toEqual([2, 3, 4]);
  expect(ops.reshape(ops.reshape(x, [4, 2, 3]), [0, 6]).shape).toEqual([4, 6]);
});

describe('operands that do not fit are refused when the graph is built', () => {
  it.each([
    ['sizes that cannot be broadcast', (a: ops.Operand, b: ops.Operand) => ops.add(a, b)],
    ['matrices whose inner sizes differ', (a: never, b: never) => ops.matMul(a, b)],
  ])('%s', (_, call) => {
    const g = new Graph();
    const [a, b] = [g.input('a', 'float32', [2, 3]), g.input('b', 'float32', [2, 4])];
    expect(() => call(a as never, b as never)).toThrow('internal:');
  });

  it('values of another graph', () => {
    const one = new Graph().input('x', 'float32', [1]);
    const other = new Graph().input('x', 'float32', [1]);
    expect(() => ops.add(one, other)).toThrow('another graph');
  });
});
