import { create, toBinary } from '@bufbuild/protobuf';
import { type GraphProto, ModelProtoSchema, OperatorSetIdProtoSchema } from 'onnx-buf';
import { commonGraph } from '../graph.ts';
import type { Values } from '../value.ts';
import { blockedDomain, graphProto, hasBlocks } from './nodes.ts';

/** The version of the ONNX operator set that we write; its first reader is ONNX 1.13. */
const opset = 18;
/** The version of the file format that goes with it. */
const irVersion = 8n;

/**
 * The bytes of an ONNX file that computes `outputs`, under these names, from the inputs declared in their graph.
 * What no output needs is left out. The same graph gives the same bytes.
 */
export function toOnnx(outputs: Values): Uint8Array {
  return modelBytes(graphProto(commonGraph(Object.values(outputs)), outputs, opset));
}

/** A graph as a file, with the operator sets that it needs. */
export function modelBytes(graph: GraphProto): Uint8Array {
  const sets = [{ domain: '', version: BigInt(opset) }, ...(hasBlocks(graph) ? [blockedDomain] : [])];
  const model = create(ModelProtoSchema, {
    irVersion,
    producerName: 'discern',
    opsetImport: sets.map((set) => create(OperatorSetIdProtoSchema, set)),
    graph,
  });
  return toBinary(ModelProtoSchema, model);
}
