import { toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { parseOnnx } from './parse-onnx.ts';
import { renameTensors } from './rename-tensors.ts';

/**
 * Renames the tensor `from` of a model, for instance its input, to `to`. A tensor that already has that name gets
 * another.
 */
export function renamedTensor(model: Uint8Array, from: string, to: string): Uint8Array {
  if (from === to) return model;
  const { parsed, graph } = parseOnnx(model);
  const names = new Map([
    [from, to],
    [to, `${to}/before`],
  ]);
  renameTensors(graph, (name) => names.get(name) ?? name);
  return toBinary(ModelProtoSchema, parsed);
}
