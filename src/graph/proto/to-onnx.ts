import { create, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, OperatorSetIdProtoSchema } from 'onnx-buf';
import { commonGraph } from '../graph.ts';
import type { Values } from '../value.ts';
import { graphProto } from './nodes.ts';

/** The version of the ONNX operator set that we write; its first reader is ONNX 1.13. */
const opset = 18;
/** The version of the file format that goes with it. */
const irVersion = 8n;

/**
 * The bytes of an ONNX file that computes `outputs`, under these names, from the inputs declared in their graph.
 * What no output needs is left out. The same graph gives the same bytes.
 */
export function toOnnx(outputs: Values): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: 'discern',
    opsetImport: [create(OperatorSetIdProtoSchema, { version: BigInt(opset) })],
    graph: graphProto(commonGraph(Object.values(outputs)), outputs, opset),
  });
  return toBinary(ModelProtoSchema, model);
}
