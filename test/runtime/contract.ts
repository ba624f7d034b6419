import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { add, cast, greater, mul } from '../../src/graph/ops.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import type { Value, Values } from '../../src/graph/value.ts';
import { graphProduct, typedProduct } from '../../src/linalg/product.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';

const x = floatTensor(Float32Array.of(1, 2), [1, 2]);

/** The laws of the Runtime port: whatever executes graphs behind it must keep them. */
export function keepsTheContract(name: string, runtime: Runtime): void {
  const loaded = (build: (x: Value) => Values) =>
    runtime.load(toOnnx(build(new Graph().input('x', 'float32', ['N', 2]))), { threads: 1 });

  describe(name, () => {
    it('runs a graph and says what goes in and out', async () => {
      const session = await loaded((value) => ({ twice: mul(value, 2), whole: cast(value, 'int64') }));
      expect(session.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['N', 2] }]);
      expect(session.outputs.map((output) => [output.name, output.type])).toEqual([
        ['twice', 'float32'],
        ['whole', 'int64'],
      ]);
      const results = await session.run({ x });
      await session.dispose();
      expect(results).toEqual({
        twice: floatTensor(Float32Array.of(2, 4), [1, 2]),
        whole: indexTensor([1, 2], [1, 2]),
      });
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

    it('gives results that later runs, and the end of the session, leave alone', async () => {
      const session = await loaded((value) => ({ y: add(value, 1) }));
      const { y } = await session.run({ x });
      await session.run({ x: floatTensor(new Float32Array(2_000_000).fill(7), [1_000_000, 2]) });
      await session.dispose();
      expect([...floats(y)]).toEqual([2, 3]);
    });

    it('reads numbers that are a part of something larger', async () => {
      const session = await loaded((value) => ({ y: add(value, 1) }));
      const { y } = await session.run({ x: floatTensor(Float32Array.of(9, 1, 2, 9).subarray(1, 3), [1, 2]) });
      await session.dispose();
      expect([...floats(y)]).toEqual([2, 3]);
    });

    it('takes and gives tensors that hold nothing', async () => {
      const session = await loaded((value) => ({ y: add(value, 1) }));
      const { y } = await session.run({ x: floatTensor(new Float32Array(), [0, 2]) });
      await session.dispose();
      expect(y).toEqual(floatTensor(new Float32Array(), [0, 2]));
    });

    it('runs several sessions side by side', async () => {
      const sessions = await Promise.all([1, 2, 3].map((term) => loaded((value) => ({ y: add(value, term) }))));
      const results = await Promise.all(sessions.map((session) => session.run({ x })));
      await Promise.all(sessions.map((session) => session.dispose()));
      expect(results.map(({ y }) => floats(y)[0])).toEqual([2, 3, 4]);
    });

    it('multiplies as plain loops do', async () => {
      const product = graphProduct(runtime);
      const numbers = fc.float({ min: -10, max: 10, noNaN: true });
      const matrices = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(6)).chain(([q, n, d]) =>
        fc.tuple(
          ...[q, n].map((rows) =>
            fc.array(numbers, { minLength: (rows + 1) * (d + 1), maxLength: (rows + 1) * (d + 1) }).map((values) => ({
              rows: rows + 1,
              columns: d + 1,
              data: Float32Array.from(values),
            })),
          ),
        ),
      );
      await fc.assert(
        fc.asyncProperty(matrices, async ([a, b]) => {
          const [inGraph, inLoops] = [await product(a, b), await typedProduct(a, b)];
          inGraph.data.forEach((value, i) => {
            expect(Math.abs(value - inLoops.data[i])).toBeLessThan(1e-3);
          });
          expect([inGraph.rows, inGraph.columns]).toEqual([a.rows, b.rows]);
        }),
      );
    });

    it.each([
      ['no bytes', new Uint8Array()],
      ['bytes that are no model', Uint8Array.of(1, 2, 3, 4)],
      ['half a model', toOnnx({ y: add(new Graph().input('x', 'float32', [2]), 1) }).slice(0, 60)],
    ])('refuses %s', async (_, bytes) => {
      await expect(runtime.load(bytes)).rejects.toMatchObject({ code: 'bad-model' });
    });

    it.each([
      ['an input of another shape', { x: floatTensor(Float32Array.of(1, 2, 3), [1, 3]) }],
      ['an input of another type', { x: indexTensor([1, 2], [1, 2]) }],
      ['no input', {}],
    ])('refuses to run on %s, and goes on', async (_, feeds) => {
      const session = await loaded((value) => ({ y: add(value, 1) }));
      await expect(session.run(feeds)).rejects.toMatchObject({ code: 'bad-model' });
      expect(await session.run({ x })).toEqual({ y: floatTensor(Float32Array.of(2, 3), [1, 2]) });
      await session.dispose();
    });

    it('refuses outputs that the port does not carry', async () => {
      const session = await loaded((value) => ({ y: greater(value, 1) }));
      await expect(session.run({ x })).rejects.toMatchObject({ code: 'bad-model' });
      await session.dispose();
    });
  });
}
