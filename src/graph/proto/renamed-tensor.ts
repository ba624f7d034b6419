import { toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { parseOnnx } from './parse-onnx.ts';
import { renameTensors } from './rename-tensors.ts';

/** A model whose tensor `from`, for instance its input, bears the name `to`; what bore it before moves aside. */
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
