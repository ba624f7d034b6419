import type { Random } from '../../../src/base/random.ts';
import { windowAttributes } from '../../../src/graph/neural.ts';
import { type Attributes, integers } from '../../../src/graph/node.ts';
import type { Operator } from '../../../src/graph/operators/catalogue.ts';
import * as ops from '../../../src/graph/ops.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { channelBlockSize } from '../../../src/runtime/channel-block-size.ts';
import { type Case, type CaseOf, caseOf, free, inFloat32 } from './case.ts';

/** A node that lays windows over an image, before it has inputs: x first, then maybe weights [M, C, ...] and a bias. */
export type WindowNode = {
  readonly operator: Operator;
  readonly shapes: readonly (readonly number[])[];
  readonly attributes: Attributes;
};

/** A random convolution: dense, grouped or depthwise, with strides, uneven pads and dilations, with or without bias. */
export function someConvolution(random: Random): WindowNode {
  const { attributes, space } = someWindows(random, { pad: 4, dilation: 2 });
  const [group, filters, channels] = someChannels(random);
  const shapes = [
    [1 + random.integer(3), group * channels, ...space],
    [group * filters, channels, ...integers(attributes, 'kernel_shape')],
    [group * filters],
  ];
  return { operator: 'Conv', shapes: shapes.slice(0, 2 + random.integer(2)), attributes: { ...attributes, group } };
}

/** A random transposed convolution: as someConvolution, with output padding. */
export function someTransposedConvolution(random: Random): WindowNode {
  const { attributes, space } = someWindows(random, { pad: 2, dilation: 2 });
  const [group, filters, channels] = someChannels(random);
  const shapes = [
    [1 + random.integer(3), group * filters, ...space.map((size) => size + 4)],
    [group * filters, channels, ...integers(attributes, 'kernel_shape')],
    [group * channels],
  ];
  const output_padding = integers(attributes, 'strides').map((stride) => random.integer(stride));
  return {
    operator: 'ConvTranspose',
    shapes: shapes.slice(0, 2 + random.integer(2)),
    attributes: { ...attributes, group, output_padding },
  };
}

/** Random pooling by the largest: overlapping windows, pads narrower than they, and dilations. */
export function someMaxPool(random: Random): WindowNode {
  const { attributes, space } = someWindows(random, { dilation: 2 });
  return { operator: 'MaxPool', shapes: [[1 + random.integer(2), 1 + random.integer(3), ...space]], attributes };
}

/** Random pooling by the mean, with pads that count and ones that don't. */
export function someAveragePool(random: Random): WindowNode {
  const { attributes, space } = someWindows(random);
  return {
    operator: 'AveragePool',
    shapes: [[1 + random.integer(2), 1 + random.integer(3), ...space]],
    attributes: { ...attributes, count_include_pad: random.integer(2) },
  };
}

/** The block of this machine; where it has none, there is nothing to hold the blocked convolution to. */
const block = await channelBlockSize(nodeRuntime);

/** A random convolution of channels in blocks, one or two of them: depthwise, or dense. */
function someBlockedConvolution(random: Random, size: number): WindowNode {
  return random.integer(2) === 0 ? someBlockedDepthwise(random, size) : someBlockedDense(random, size);
}

function someBlockedDense(random: Random, size: number): WindowNode {
  const { attributes, space } = someWindows(random, { pad: 4, dilation: 2 });
  const [filters, channels] = [size * (1 + random.integer(2)), [1, 3, size, 2 * size][random.integer(4)]];
  const shapes = [[size, channels, ...space], [filters, channels, ...integers(attributes, 'kernel_shape')], [filters]];
  return {
    operator: 'BlockedConv',
    shapes: shapes.slice(0, 2 + random.integer(2)),
    attributes: { ...attributes, group: 1, block: size },
  };
}

function someBlockedDepthwise(random: Random, size: number): WindowNode {
  const { attributes, space } = someWindows(random, { pad: 4, dilation: 2 });
  const group = size * (1 + random.integer(2));
  const shapes = [
    [1, group, ...space],
    [group, 1, ...integers(attributes, 'kernel_shape')],
  ];
  return { operator: 'BlockedConv', shapes, attributes: { ...attributes, group, block: size } };
}

/** As of a node, in blocks where this machine has them. */
function inBlocks(operator: Operator, { shapes: [[n, channels, ...space]], ...node }: WindowNode): WindowNode {
  if (!block) return { ...node, shapes: [[n, channels, ...space]] };
  return { operator, shapes: [[n, channels * block, ...space]], attributes: { ...node.attributes, block } };
}

/** Operators that lay windows over images. */
export const windows = {
  Conv: (random) => inFloat32(caseOfNode(someConvolution(random))),
  BlockedConv: (random) =>
    inFloat32(caseOfNode(block ? someBlockedConvolution(random, block) : someConvolution(random))),
  ConvTranspose: (random) => inFloat32(caseOfNode(someTransposedConvolution(random))),
  MaxPool: (random) => apartFromKinks(caseOfNode(someMaxPool(random))),
  BlockedMaxPool: (random) => inFloat32(apartFromKinks(caseOfNode(inBlocks('BlockedMaxPool', someMaxPool(random))))),
  ToChannelBlocks: (random) => turnedOver(random, 'ToChannelBlocks'),
  FromChannelBlocks: (random) => turnedOver(random, 'FromChannelBlocks'),
  AveragePool: (random) => inFloat32(caseOfNode(someAveragePool(random))),
} satisfies Record<string, CaseOf>;

/** A random image whose numbers are only put in another order; as it is where this machine has no blocks. */
function turnedOver(random: Random, operator: 'ToChannelBlocks' | 'FromChannelBlocks'): Case {
  const shape = [1 + random.integer(2), (block ?? 1) * (1 + random.integer(2)), 1 + random.integer(3), 2];
  return inFloat32(caseOf(free([shape]), ([x]) => (block ? ops.record(operator, [x], { block }) : ops.add(x, 0))));
}

function apartFromKinks({ inputs, ...rest }: Case): Case {
  return { ...rest, inputs: inputs.map((input) => ({ ...input, domain: 'spaced' })) };
}

function caseOfNode({ operator, shapes, attributes }: WindowNode): Case {
  return caseOf(free(shapes), (values) => ops.record(operator, values, attributes));
}

/** Random windows and an image that holds them. Without `pad` it is narrower than the window, as pools demand. */
function someWindows(random: Random, most: { readonly pad?: number; readonly dilation?: number } = {}) {
  const two = (draw: () => number) => [draw(), draw()];
  const kernel = two(() => 1 + random.integer(3));
  const stride = two(() => 1 + random.integer(3));
  const dilation = two(() => 1 + random.integer(most.dilation ?? 1));
  const pad = [...kernel, ...kernel].map((size) => random.integer(most.pad ?? size));
  const space = kernel.map((size, axis) => dilation[axis] * (size - 1) + 1 + random.integer(6));
  return { attributes: windowAttributes(kernel, { stride, pad, dilation }), space };
}

/** Groups, and filters and channels of each. */
function someChannels(random: Random): [number, number, number] {
  // Many channels of one group take another way than few.
  if (random.integer(4) === 0) return [1, 1 + random.integer(2), 16];
  return [1 + random.integer(3), 1 + random.integer(2), 1 + random.integer(2)];
}
