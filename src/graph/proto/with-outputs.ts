import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, ValueInfoProtoSchema } from 'onnx-buf';
import { parseOnnx } from './parse-onnx.ts';

/**
 * The model with these tensors of its graph as further outputs, under their own names; a runtime infers their types and
 * shapes. Names that are outputs already change nothing. Throws `bad-model` where the bytes are no ONNX model.
 */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const { parsed, graph } = parseOnnx(model);
  const present = new Set(graph.output.map(({ name }) => name));
  const missing = [...new Set(names)].filter((name) => !present.has(name));
  graph.output.push(...missing.map((name) => create(ValueInfoProtoSchema, { name })));
  return toBinary(ModelProtoSchema, parsed);
}
