// @module-tag slow
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { type ModelProto, ModelProtoSchema, type TensorProto, type ValueInfoProto } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { random } from '../../../src/base/random.ts';
import { differentiate } from '../../../src/graph/differentiate.ts';
import { importOnnx } from '../../../src/graph/importers/import-onnx.ts';
import { networkWeights } from '../../../src/graph/network.ts';
import { sum } from '../../../src/graph/ops.ts';
import { toOnnx } from '../../../src/graph/proto/to-onnx.ts';
import type { Value } from '../../../src/graph/value.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import type { Tensor } from '../../../src/runtime/runtime.ts';
import { floats, floatTensor } from '../../../src/runtime/tensors.ts';

const folder = 'test/golden/exported-models';
const batch = 2;

const model = (file: string) => filled(gunzipSync(readFileSync(`${folder}/${file}`)));

describe('what PyTorch exports imports with the shapes and the features of the original', () => {
  it.each(readdirSync(folder))('%s', async (file) => {
    const original = model(file);
    const bytes = toBinary(ModelProtoSchema, original);
    const { values, input, output } = importOnnx(bytes, { batch });
    const declared = declaredShapes(original).filter(({ name }) => values.has(name));
    expect(declared.length).toBeGreaterThan(0);
    expect(declared.map(({ name }) => ({ name, shape: values.get(name)?.shape }))).toEqual(declared);
    const draw = random(1, 'pictures');
    const images = Float32Array.from({ length: input.shape.reduce<number>((a, b) => a * Number(b), 1) }, draw.uniform);
    const pictures = { [input.name]: floatTensor(images, input.shape.map(Number)) };
    const expected = await features(bytes, pictures);
    const got = await features(toOnnx({ features: output }), pictures);
    expect(got.every(Number.isFinite)).toBe(true);
    expect(Math.hypot(...got)).toBeGreaterThan(0);
    expect(Math.hypot(...got.map((value, i) => value - expected[i])) / Math.hypot(...expected)).toBeLessThan(1e-4);
  });
});

describe('gradients reach every weight of what PyTorch exports', () => {
  // The newest form that each exporter gives; older ones have the same layers.
  const newest = readdirSync(folder).filter((file) => /script-17|dynamo-18/.test(file));
  it.each(newest)('%s', (file) => {
    const network = importOnnx(toBinary(ModelProtoSchema, model(file)), { batch });
    const parameters = networkWeights(network).filter(({ role }) => role === 'parameter');
    const gradients = differentiate(
      sum(network.output),
      parameters.map(({ value }) => value),
    );
    expect(gradients.map(({ shape }) => shape)).toEqual(parameters.map(({ value }) => value.shape));
    expect(gradients.filter(isZero)).toEqual([]);
  });

  /** What differentiate gives for a value that the loss does not depend on: a stretched constant. */
  function isZero(gradient: Value): boolean {
    const node = gradient.graph.nodes.find(({ outputs }) => outputs[0].name === gradient.name);
    return node?.operator === 'Expand' && node.inputs[0].data !== null;
  }
});

/** The model with seeded numbers in place of those that the file leaves out. */
function filled(bytes: Uint8Array): ModelProto {
  const model = fromBinary(ModelProtoSchema, bytes);
  const inside = (model.graph?.node ?? []).flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []));
  for (const tensor of [...(model.graph?.initializer ?? []), ...inside].filter(isEmpty)) tensor.rawData = drawn(tensor);
  return model;
}

function isEmpty({ rawData, floatData, dataType, dims }: TensorProto): boolean {
  return dataType === 1 && rawData.length + floatData.length === 0 && count(dims) > 0;
}

/** Vectors are positive, so that variances are; others spread as He et al. 2015 initialise them. */
function drawn({ dims, name }: TensorProto): Uint8Array<ArrayBuffer> {
  const numbers = new Float32Array(count(dims));
  const reach = 2 * Math.sqrt(3 / count(dims.slice(1)));
  const [scale, shift] = dims.length === 1 ? [1, 0.5] : [reach, -reach / 2];
  // Numerical Recipes' linear congruence: millions of numbers, in a blink.
  let state = [...name].reduce((seed, letter) => (Math.imul(seed, 31) + letter.charCodeAt(0)) >>> 0, 7);
  for (let i = 0; i < numbers.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers[i] = (state / 2 ** 32) * scale + shift;
  }
  return new Uint8Array(numbers.buffer);
}

function count(dims: readonly bigint[]): number {
  return dims.reduce((product, size) => product * Number(size), 1);
}

/** What onnx.shape_inference found, where it knew every size. */
function declaredShapes({ graph }: ModelProto): { name: string; shape: number[] }[] {
  return (graph?.valueInfo ?? []).flatMap(({ name, type }: ValueInfoProto) => {
    const dims = type?.value.case === 'tensorType' ? type.value.value.shape?.dim : undefined;
    const known = dims?.flatMap(({ value }) => (value.case === 'dimValue' ? [Number(value.value)] : []));
    return known && known.length === dims?.length ? [{ name, shape: known }] : [];
  });
}

async function features(model: Uint8Array, feeds: Record<string, Tensor>): Promise<Float32Array> {
  const session = await nodeRuntime.load(model, { threads: 1 });
  const results = await session.run(feeds);
  await session.dispose();
  return floats(Object.values(results)[0]);
}
