import { describe, expect, it } from 'vitest';
import { differentiate } from '../../src/graph/differentiate.ts';
import { Graph } from '../../src/graph/graph.ts';
import { add, cast, equal, mul, oneHot, reshape, sum, transpose } from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import { scan } from '../../src/graph/scan.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { runGraph } from './run-graph.ts';

describe('scan', () => {
  it('carries state from slice to slice, uses values around it, and stacks outputs', async () => {
    const g = new Graph();
    const start = g.input('start', 'float32', [2]);
    const rows = g.input('rows', 'float32', ['S', 2]);
    const factor = g.input('factor', 'float32', []);
    const { state, outputs } = scan([start], [rows], ([before], [row]) => {
      const after = add(before, mul(row, factor));
      return { state: [after], outputs: [sum(after)] };
    });
    expect(outputs[0].shape).toEqual(['S']);
    const session = await nodeRuntime.load(toOnnx({ end: state[0], sums: outputs[0] }));
    const results = await session.run({
      start: floatTensor(Float32Array.of(1, 2)),
      rows: floatTensor(Float32Array.of(1, 1, 2, 2, 3, 3), [3, 2]),
      factor: floatTensor(Float32Array.of(10), []),
    });
    await session.dispose();
    expect([...floats(results.end)]).toEqual([61, 62]);
    expect([...floats(results.sums)]).toEqual([23, 63, 123]);
  });
});

describe('differentiate', () => {
  it('gives zeros for a value that the loss does not depend on', async () => {
    const g = new Graph();
    const [x, y] = [g.input('x', 'float32', [2]), g.input('y', 'float32', [2])];
    const [dx, dy] = differentiate(sum(mul(x, 3)), [x, y]);
    const session = await nodeRuntime.load(toOnnx({ dx, dy }));
    const results = await session.run({ x: floatTensor(Float32Array.of(5, 6)), y: floatTensor(Float32Array.of(7, 8)) });
    await session.dispose();
    expect([...floats(results.dx), ...floats(results.dy)]).toEqual([3, 3, 0, 0]);
  });

  it('reaches what is computed around a loop, from inside it', async () => {
    const g = new Graph();
    const w = g.input('w', 'float32', []);
    const squared = mul(w, w);
    const { outputs } = scan([g.scalar(0)], [g.input('rows', 'float32', [3, 1])], ([before], [row]) => {
      const [slope] = differentiate(sum(mul(row, squared)), [w]);
      return { state: [add(before, 1)], outputs: [slope] };
    });
    const feeds = { w: floatTensor(Float32Array.of(5), []), rows: floatTensor(Float32Array.of(1, 2, 3), [3, 1]) };
    expect([...floats((await runGraph({ slopes: outputs[0] }, feeds)).slopes)]).toEqual([10, 20, 30]);
  });

  it('finds the gradient of a value that was reshaped or turned before, and is again after', async () => {
    const g = new Graph();
    const x = g.input('x', 'float32', [6]);
    const wanted = transpose(reshape(x, [2, 3]));
    const loss = sum(mul(reshape(transpose(wanted), [6]), g.constant([1, 2, 3, 4, 5, 6])));
    const [slope] = differentiate(loss, [wanted]);
    const feeds = { x: floatTensor(new Float32Array(6)) };
    expect([...floats((await runGraph({ slope }, feeds)).slope)]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('lets no gradient through truths and places', () => {
    const x = new Graph().input('x', 'float32', [2]);
    const truth = cast(equal(x, 1), 'float32');
    const places = oneHot(cast(x, 'int64'), 3);
    expect(() => differentiate(add(sum(truth), sum(places)), [x])).not.toThrow();
  });

  it('names an operator on the way that has no gradient', () => {
    const g = new Graph();
    const x = g.input('x', 'float32', [2]);
    const rows = g.input('rows', 'float32', [3, 2]);
    const { state } = scan([x], [rows], ([before], [row]) => ({ state: [add(before, row)], outputs: [] }));
    expect(() => differentiate(sum(state[0]), [x])).toThrow('Scan has no gradient');
  });
});
