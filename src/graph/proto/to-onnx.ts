import { create, toBinary } from '@bufbuild/protobuf';
import { type GraphProto, ModelProtoSchema, OperatorSetIdProtoSchema } from 'onnx-buf';
import { commonGraph } from '../graph.ts';
import type { Values } from '../value.ts';
import { blockedDomain, graphProto, hasBlocks } from './nodes.ts';

/** The operator set that we write; ONNX 1.13 was the first to read it. */
const opset = 18;
/** The version of the file format that belongs to it. */
const irVersion = 8n;

/**
 * The bytes of an ONNX file that computes `outputs`, under these names, from the inputs declared in their graph. Nodes
 * and constants that no output needs are left out. The same graph gives the same bytes.
 *
 * @example
 * import { writeFile } from 'node:fs/promises';
 *
 * const x = new Graph().input('x', 'float32', ['N', 2]);
 * const length = graph.sqrt(graph.sum(graph.square(x), 1)); // [N]
 * await writeFile('length.onnx', toOnnx({ length }));
 */
export function toOnnx(outputs: Values): Uint8Array {
  return modelBytes(graphProto(commonGraph(Object.values(outputs)), outputs, opset));
}

/** The bytes of a graph as a file that names the operator sets it needs. */
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
