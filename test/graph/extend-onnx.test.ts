import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { add, exp, matMul, max, mean, normalised, softmax } from '../../src/graph/ops.ts';
import { extendOnnx } from '../../src/graph/proto/extend-onnx.ts';
import { toOnnx } from '../../src/graph/proto/to-onnx.ts';
import type { Values } from '../../src/graph/value.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import type { Tensor } from '../../src/runtime/runtime.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';

async function run(model: Uint8Array, feeds: Record<string, Tensor>) {
  const session = await nodeRuntime.load(model);
  const results = await session.run(feeds);
  await session.dispose();
  return results;
}

/** Unit-length features and the probabilities of a linear head on them, as an export writes them. */
function head(dimensions: number): { values: Values } {
  const g = new Graph();
  const features = g.input('features', 'float32', ['N', dimensions]);
  const embedding = normalised(features);
  const weights = g.constant(
    Float32Array.from({ length: dimensions * 3 }, (_, i) => Math.sin(i)),
    { shape: [dimensions, 3] },
  );
  return { values: { embedding, probabilities: softmax(matMul(embedding, weights)) } };
}

describe('a model that is extended', () => {
  const small = () => {
    const x = new Graph().input('x', 'float32', ['N', 4]);
    return toOnnx({ embedding: exp(x) });
  };
  const x = { x: floatTensor(Float32Array.of(1, 2, 3, 4), [1, 4]) };

  it('gives the new outputs, and its own under new names, even where names clash', async () => {
    const { values } = head(4);
    const outputs = { ...values, features: 'embedding' };
    const model = extendOnnx(small(), { bindings: { features: 'embedding' }, outputs });
    const results = await run(model, x);
    const features = [1, 2, 3, 4].map(Math.exp);
    const length = Math.hypot(...features);
    expect(Object.keys(results).sort()).toEqual(['embedding', 'features', 'probabilities']);
    features.forEach((value, i) => {
      expect(floats(results.features)[i]).toBeCloseTo(value, 4);
      expect(floats(results.embedding)[i]).toBeCloseTo(value / length, 6);
    });
    expect(floats(results.probabilities).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  });

  it('can be extended again', async () => {
    const once = extendOnnx(small(), { bindings: { features: 'embedding' }, outputs: head(4).values });
    const twice = extendOnnx(once, { bindings: { features: 'embedding' }, outputs: head(4).values });
    const [before, after] = [await run(once, x), await run(twice, x)];
    expect(floats(after.embedding)[0]).toBeCloseTo(floats(before.embedding)[0], 6);
  });

  it('says what is wrong', () => {
    const { values } = head(4);
    const extend = (model: Uint8Array, tensor: string) => () =>
      extendOnnx(model, { bindings: { features: tensor }, outputs: values });
    expect(extend(small(), 'absent')).toThrow(expect.objectContaining({ code: 'bad-model' }));
    expect(extend(Uint8Array.of(1, 2, 3), 'x')).toThrow(expect.objectContaining({ code: 'bad-model' }));
  });
});

describe.each([
  ['models/efficientnet-lite0.onnx', 'images', 'features', ''],
  ['../shared/weights/mobilenetv2-1.0-224.onnx', 'input', 'features', ' (needs ../shared/weights)'],
])('%s', (file, input, output, reason) => {
  it.skipIf(!existsSync(file))(`runs with reductions and a head appended${reason}`, async () => {
    const model = new Uint8Array(await readFile(file));
    const image = { [input]: floatTensor(new Float32Array(3 * 224 * 224).fill(0.3), [1, 3, 224, 224]) };
    const { values } = head(1280);
    const g = new Graph();
    const features = g.input('features', 'float32', ['N', 1280]);
    const extended = extendOnnx(model, {
      bindings: { features: output },
      outputs: { range: add(max(features, 1), mean(features, 1)) },
      metadata: { card: '{}' },
    });
    const withHead = extendOnnx(model, { bindings: { features: output }, outputs: values });
    const plain = floats((await run(model, image))[output]);
    const range = Math.max(...plain) + plain.reduce((a, b) => a + b) / plain.length;
    expect(floats((await run(extended, image)).range)[0] / range).toBeCloseTo(1, 4);
    const embedding = floats((await run(withHead, image)).embedding);
    const length = Math.hypot(...plain);
    embedding.forEach((value, i) => {
      expect(Math.abs(value - plain[i] / length)).toBeLessThan(1e-5);
    });
  });
});
