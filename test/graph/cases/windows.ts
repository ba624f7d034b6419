import type { Random } from '../../../src/base/random.ts';
import { windowAttributes } from '../../../src/graph/neural.ts';
import type { Attributes } from '../../../src/graph/node.ts';
import { integers } from '../../../src/graph/node.ts';
import * as ops from '../../../src/graph/ops.ts';
import { type CaseOf, caseOf, free, inFloat32 } from './case.ts';

/** Operators that lay windows over images. */
export const windows = {
  Conv: (random) => {
    const { attributes, space } = someWindows(random);
    const [group, filters, perGroup] = someChannels(random);
    const shapes = [
      [1 + random.integer(3), group * perGroup, ...space],
      [group * filters, perGroup, ...integers(attributes, 'kernel_shape')],
      [group * filters],
    ];
    const inputs = free(shapes.slice(0, 2 + random.integer(2)));
    return inFloat32(caseOf(inputs, (values) => ops.record('Conv', values, { ...attributes, group })));
  },
  ConvTranspose: (random) => {
    const { attributes, space } = someWindows(random, { padded: false });
    const [group, filters, perGroup] = someChannels(random);
    const shapes = [
      [1 + random.integer(3), group * filters, ...space],
      [group * filters, perGroup, ...integers(attributes, 'kernel_shape')],
      [group * perGroup],
    ];
    const output_padding = integers(attributes, 'strides').map((stride) => random.integer(stride));
    const inputs = free(shapes.slice(0, 2 + random.integer(2)));
    const call = { ...attributes, group, output_padding };
    return inFloat32(caseOf(inputs, (values) => ops.record('ConvTranspose', values, call)));
  },
  MaxPool: (random) => {
    const { attributes, space } = someWindows(random, { limited: true });
    const x = { shape: [1 + random.integer(2), 1 + random.integer(3), ...space], domain: 'spaced' } as const;
    return caseOf([x], ([x]) => ops.record('MaxPool', [x], attributes));
  },
  AveragePool: (random) => {
    const { attributes, space } = someWindows(random, { limited: true, dilated: false });
    const count_include_pad = random.integer(2);
    const shape = [1 + random.integer(2), 1 + random.integer(3), ...space];
    return inFloat32(
      caseOf(free([shape]), ([x]) => ops.record('AveragePool', [x], { ...attributes, count_include_pad })),
    );
  },
} satisfies Record<string, CaseOf>;

type WindowDraw = {
  /** Pools take no padding as wide as the window. */
  readonly limited?: boolean;
  readonly dilated?: boolean;
  readonly padded?: boolean;
};

/** Random windows, and an image into which they fit. */
function someWindows(
  random: Random,
  { limited = false, dilated = true, padded = true }: WindowDraw = {},
): { readonly attributes: Attributes; readonly space: readonly number[] } {
  const two = (draw: () => number) => [draw(), draw()];
  const kernel = two(() => 1 + random.integer(3));
  const stride = two(() => 1 + random.integer(3));
  const dilation = dilated ? two(() => 1 + random.integer(2)) : [1, 1];
  const pad = [...kernel, ...kernel].map((size) => (padded ? random.integer(limited ? size : 4) : 0));
  const space = kernel.map((size, axis) => dilation[axis] * (size - 1) + 1 + random.integer(6));
  return { attributes: windowAttributes(kernel, { stride, pad, dilation }), space };
}

/** Groups, and filters and channels of each: dense, grouped and depthwise alike. */
function someChannels(random: Random): [number, number, number] {
  return [1 + random.integer(3), 1 + random.integer(2), 1 + random.integer(2)];
}
