import { create } from '@bufbuild/protobuf';
import { AttributeProto_AttributeType, AttributeProtoSchema, GraphProtoSchema, NodeProtoSchema } from 'onnx-buf';
import type { TensorType } from '../value.ts';
import { blockedDomain } from './nodes.ts';
import { valueInfoProto } from './tensors.ts';
import { modelBytes } from './to-onnx.ts';

/** What the probe takes and gives: two pixels of 16 channels, of which it gives 9. */
export const probeShapes = { places: [1, 16, 1, 2], ordered: [1, 9, 1, 2] } as const;

/**
 * An ONNX file that shows in which order ONNX Runtime's blocks hold numbers: `places` in blocks comes back as `ordered`,
 * channel by channel. The operator refuses where blocks are smaller than 8, or where there are none: 9 channels do not
 * fill 16 then.
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
