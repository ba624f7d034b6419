import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { add, cast, greater, mul } from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import type { Values } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';

function loaded(build: (x: Values[string]) => Values) {
  return nodeRuntime.load(toOnnx(build(new Graph().input('x', 'float32', ['N', 2]))), { threads: 1 });
}

const x = floatTensor(Float32Array.of(1, 2), [1, 2]);

describe('nodeRuntime', () => {
  it('runs a graph and says what goes in and out', async () => {
    const session = await loaded((value) => ({ twice: mul(value, 2), whole: cast(value, 'int64') }));
    expect(session.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['N', 2] }]);
    expect(session.outputs.map(({ name, type }) => [name, type])).toEqual([
      ['twice', 'float32'],
      ['whole', 'int64'],
    ]);
    const results = await session.run({ x });
    await session.dispose();
    expect(results).toEqual({ twice: floatTensor(Float32Array.of(2, 4), [1, 2]), whole: indexTensor([1, 2], [1, 2]) });
  });

  it('gives only what is wanted', async () => {
    const session = await loaded((value) => ({ a: add(value, 1), b: add(value, 2) }));
    const results = await session.run({ x }, ['b']);
    await session.dispose();
    expect(Object.keys(results)).toEqual(['b']);
  });

  it('leaves its inputs as they are', async () => {
    const session = await loaded((value) => ({ y: mul(add(value, 1), 3) }));
    const input = floatTensor(Float32Array.of(1, 2), [1, 2]);
    const [first, second] = [await session.run({ x: input }), await session.run({ x: input })];
    await session.dispose();
    expect([...floats(input)]).toEqual([1, 2]);
    expect(second).toEqual(first);
  });

  it.each([
    ['no bytes', new Uint8Array()],
    ['bytes that are no model', Uint8Array.of(1, 2, 3, 4)],
    ['half a model', toOnnx({ y: add(new Graph().input('x', 'float32', [2]), 1) }).slice(0, 60)],
  ])('refuses %s', async (_, bytes) => {
    await expect(nodeRuntime.load(bytes)).rejects.toMatchObject({ code: 'bad-model' });
  });

  it.each([
    ['an input of another shape', { x: floatTensor(Float32Array.of(1, 2, 3), [1, 3]) }],
    ['an input of another type', { x: indexTensor([1, 2], [1, 2]) }],
    ['no input', {}],
  ])('refuses to run on %s', async (_, feeds) => {
    const session = await loaded((value) => ({ y: add(value, 1) }));
    await expect(session.run(feeds)).rejects.toMatchObject({ code: 'bad-model' });
    await session.dispose();
  });

  it('refuses outputs that the port does not carry', async () => {
    const session = await loaded((value) => ({ y: greater(value, 1) }));
    await expect(session.run({ x })).rejects.toMatchObject({ code: 'bad-model' });
    await session.dispose();
  });
});
