import { readFile } from 'node:fs/promises';
import { TensorProto_DataType as Kind } from 'onnx-buf';
import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { importOnnx } from '../../../src/graph/importers/import-onnx.ts';
import { networkWeights } from '../../../src/graph/network.ts';
import * as ops from '../../../src/graph/ops.ts';
import { parseOnnx } from '../../../src/graph/proto/parse-onnx.ts';
import { toOnnx } from '../../../src/graph/proto/to-onnx.ts';
import { withWeights } from '../../../src/graph/proto/with-weights.ts';
import { replay } from '../../../src/graph/replay.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { floats, floatTensor } from '../../../src/runtime/tensors.ts';
import { halves, onnxFile } from '../importers/file.ts';

let model: Uint8Array;
beforeAll(async () => {
  model = new Uint8Array(await readFile('models/efficientnet-lite0.onnx'));
});

describe('withWeights', () => {
  it('writes trained numbers into a file of halves: it gives what the trained graph gives, for any batch', async () => {
    const network = importOnnx(model, { batch: 1, output: 'blocks.2.output' });
    const trained = changed(network);
    const given = new Map([
      [network.input.name, network.input],
      ...trained.map(({ name, constant }) => [name, constant] as const),
    ]);
    const [output] = replay([network.output], given);
    const expected = await run(toOnnx({ output }), 1);
    const numbers = Object.fromEntries(trained.map(({ name, constant }) => [name, constant.data]));
    const file = withWeights(model, numbers);
    const whole = importOnnx(file, { batch: 1, output: 'blocks.2.output' });
    expect(networkWeights(whole).map(({ value }) => value.name)).toEqual(
      networkWeights(network).map(({ value }) => value.name),
    );
    expect(await run(toOnnx({ output: whole.output }), 1)).toEqual(expected);
    const features = await run(file, 3);
    expect(features.length).toBe(3 * 1280);
    const before = await run(model, 3);
    expect(features.some((value, i) => Math.abs(value - before[i]) > 0.01)).toBe(true);
  });

  it('keeps halves where they are asked for: the file keeps its size, the numbers three digits', async () => {
    const [{ name, constant }] = changed(importOnnx(model, { batch: 1 }));
    const half = withWeights(model, { [name]: constant.data }, { halves: 'float16' });
    expect(half.byteLength).toBe(model.byteLength);
    const again =
      networkWeights(importOnnx(half, { batch: 1 })).find(({ value }) => value.name === name)?.value.data ?? [];
    constant.data.forEach((value, i) => {
      expect(Math.abs(again[i] - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11 + 2 ** -25);
    });
    const kind = (bytes: Uint8Array) =>
      parseOnnx(bytes).graph.initializer.find((tensor) => tensor.name === name)?.dataType;
    expect([model, half, withWeights(model, { [name]: constant.data })].map(kind)).toEqual([
      Kind.FLOAT16,
      Kind.FLOAT16,
      Kind.FLOAT,
    ]);
  });

  it('keeps halves where a network computes in them', async () => {
    const file = onnxFile({
      x: [2],
      constants: { w: halves([1, 2]) },
      nodes: [
        ['Cast', ['x'], { to: Kind.FLOAT16 }],
        ['Mul', ['n0', 'w']],
        ['Cast', ['n1'], { to: Kind.FLOAT }],
      ],
    });
    const { graph } = importOnnx(file, { batch: 1 });
    expect(graph.nodes.map(({ operator }) => operator)).toEqual(['Mul']);
    expect(graph.weights.map(({ type, data }) => [type, data])).toEqual([['float32', Float32Array.of(1, 2)]]);
    const session = await nodeRuntime.load(withWeights(file, { w: Float32Array.of(0.5, 3) }));
    const { y } = await session.run({ x: floatTensor(Float32Array.of(4, 4), [1, 2]) });
    await session.dispose();
    expect([...floats(y)]).toEqual([2, 12]);
  });

  it('changes nothing where nothing was trained', () => {
    expect(Buffer.compare(withWeights(model, {}), model)).toBe(0);
  });

  it('gives a weight of its own to a layer that shared the numbers of another', async () => {
    const g = new Graph();
    const x = g.input('images', 'float32', ['N', 2]);
    const a = g.weight('a', Float32Array.of(1, 1), [2]);
    const b = ops.identity(a);
    const shared = toOnnx({ y: ops.add(ops.mul(x, a), b) });
    const names = networkWeights(importOnnx(shared, { batch: 1 })).map(({ value }) => value.name);
    expect(names).toEqual(['a', b.name]);
    const apart = withWeights(shared, { [b.name]: Float32Array.of(10, 20) });
    const session = await nodeRuntime.load(apart);
    const { y } = await session.run({ images: floatTensor(Float32Array.of(3, 4), [1, 2]) });
    await session.dispose();
    expect([...floats(y)]).toEqual([13, 24]);
  });

  it('refuses a weight that the file lacks, and another number of numbers', () => {
    expect(() => withWeights(model, { absent: Float32Array.of(1) })).toThrow('no weight absent');
    expect(() => withWeights(model, { 'stem.bias': Float32Array.of(1) })).toThrow('1 numbers for stem.bias');
  });
});

/** Every weight of a network a little beside its own, as constants of its graph. */
function changed(network: ReturnType<typeof importOnnx>) {
  return networkWeights(network).map(({ value: { name, data, shape } }) => {
    const draw = random(0, name);
    const numbers = Float32Array.from(data ?? [], (value) => value * (0.9 + 0.2 * draw.uniform()));
    return { name, constant: { ...network.graph.constant(numbers, { shape }), data: numbers } };
  });
}

async function run(bytes: Uint8Array, batch: number): Promise<Float32Array> {
  const session = await nodeRuntime.load(bytes, { threads: 1 });
  const draw = random(1, 'pictures');
  const pictures = Float32Array.from({ length: batch * 3 * 224 * 224 }, draw.uniform);
  const results = await session.run({ images: floatTensor(pictures, [batch, 3, 224, 224]) });
  await session.dispose();
  return floats(Object.values(results)[0]);
}
