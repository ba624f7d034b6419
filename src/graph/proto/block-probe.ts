import { create } from '@bufbuild/protobuf';
import { AttributeProto_AttributeType, AttributeProtoSchema, GraphProtoSchema, NodeProtoSchema } from 'onnx-buf';
import type { TensorType } from '../value.ts';
import { blockedDomain } from './nodes.ts';
import { valueInfoProto } from './tensors.ts';
import { modelBytes } from './to-onnx.ts';

/** Shapes of the probe's input and output: two pixels of 16 channels in, 9 of these channels out. */
export const probeShapes = { places: [1, 16, 1, 2], ordered: [1, 9, 1, 2] } as const;

/**
 * An ONNX file that reveals the order of numbers in ONNX Runtime's channel blocks: the input `places`, read as an image
 * in blocks, comes back as `ordered`, channel by channel. It asks for 9 of 16 channels, because ONNX Runtime then fails
 * where blocks are smaller than 8 or where there are none.
 */
export function blockProbe(): Uint8Array {
  const port = (name: keyof typeof probeShapes) => valueInfoProto({ name, ...float32(probeShapes[name]) });
  const channels = create(AttributeProtoSchema, {
    name: 'channels',
    type: AttributeProto_AttributeType.INT,
    i: BigInt(probeShapes.ordered[1]),
  });
  const node = create(NodeProtoSchema, {
    opType: 'ReorderOutput',
    domain: blockedDomain.domain,
    input: ['places'],
    output: ['ordered'],
    attribute: [channels],
  });
  const graph = create(GraphProtoSchema, {
    name: 'discern',
    input: [port('places')],
    node: [node],
    output: [port('ordered')],
  });
  return modelBytes(graph);
}

function float32(shape: readonly number[]): TensorType {
  return { type: 'float32', shape };
}
