import { toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataLocation } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/graph/graph.ts';
import * as ops from '../../../src/graph/ops.ts';
import { type ByteRange, withExternalData } from '../../../src/graph/proto/external-data.ts';
import { parseOnnx } from '../../../src/graph/proto/parse-onnx.ts';
import { toOnnx } from '../../../src/graph/proto/to-onnx.ts';

function whole(): Uint8Array {
  const g = new Graph();
  const x = g.input('x', 'float32', ['N', 3]);
  return toOnnx({
    y: ops.add(ops.mul(x, g.weight('a', Float32Array.of(1, 2, 3), [3])), g.weight('b', Float32Array.of(4), [1])),
  });
}

/** The model with its weights in one other file, and that file. */
function outside(location: string, settings: (offset: number, length: number) => Record<string, string> = byStretch) {
  const { parsed, graph } = parseOnnx(whole());
  const files: number[] = [];
  for (const tensor of graph.initializer) {
    const entries = { location, ...settings(files.length, tensor.rawData.length) };
    files.push(...tensor.rawData);
    tensor.rawData = new Uint8Array();
    tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
    tensor.externalData = Object.entries(entries).map(([key, value]) => ({
      $typeName: 'onnx.StringStringEntryProto',
      key,
      value,
    }));
  }
  return { model: toBinary(ModelProtoSchema, parsed), file: Uint8Array.from(files) };
}

function byStretch(offset: number, length: number) {
  return { offset: String(offset), length: String(length) };
}

function from(file: Uint8Array) {
  return async ({ offset, length = Number.POSITIVE_INFINITY }: ByteRange) => file.subarray(offset, offset + length);
}

describe('withExternalData', () => {
  it('gives the model that holds everything', async () => {
    const { model, file } = outside('weights/model.data');
    expect(await withExternalData(model, from(file))).toEqual(whole());
  });

  it('gives a whole model back as it is, and reads nothing', async () => {
    const model = whole();
    expect(await withExternalData(model, () => Promise.reject(new Error('read')))).toBe(model);
  });

  it.each(['../secret', '/etc/secret', 'a/../../secret', 'C:\\secret', ''])(
    'refuses the path "%s"',
    async (location) => {
      const { model, file } = outside(location);
      await expect(withExternalData(model, from(file))).rejects.toMatchObject({ code: 'bad-model' });
    },
  );

  it('refuses a file that ends too early', async () => {
    const { model, file } = outside('model.data');
    await expect(withExternalData(model, from(file.subarray(0, -1)))).rejects.toMatchObject({ code: 'bad-model' });
  });
});
