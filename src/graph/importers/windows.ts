import { internalError } from '../../base/error.ts';
import type { Attributes } from '../node.ts';
import type { Windows } from '../operators/windows.ts';
import * as ops from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import {
  type FileNode,
  type Importer,
  integerAttribute,
  integersAttribute,
  operand,
  optionalIntegerAttribute,
  shapeOf,
  stringAttribute,
} from './file-node.ts';

/** A convolution. One over a single axis becomes one over two. */
export const convolution: Importer = (node) => {
  const [x, weights, bias] = [operand(node, 0), operand(node, 1), node.inputs[2]];
  const windows = windowsOf(node, x, sizes(weights.shape.slice(2)));
  const flat = x.shape.length === 3;
  const inputs = [...(flat ? [widened(x), widened(weights)] : [x, weights]), ...(bias ? [bias] : [])];
  const settings = {
    ...attributesOf(flat ? widenedWindows(windows) : windows),
    group: integerAttribute(node, 'group'),
  };
  const y = ops.record('Conv', inputs, settings);
  return flat ? ops.reshape(y, y.shape.toSpliced(2, 1)) : y;
};

/** A transposed convolution. */
export const transposedConvolution: Importer = (node) => {
  const [x, weights, bias] = [operand(node, 0), operand(node, 1), node.inputs[2]];
  if (integersAttribute(node, 'output_shape'))
    throw internalError('a transposed convolution with output_shape is not supported');
  if (!['', 'NOTSET', 'VALID'].includes(stringAttribute(node, 'auto_pad')))
    throw internalError('auto_pad SAME is not supported here');
  const kernel = sizes(weights.shape.slice(2));
  const windows = windowsOf(node, x, kernel);
  const extra = integersAttribute(node, 'output_padding') ?? kernel.map(() => 0);
  const settings = { ...attributesOf(windows), group: integerAttribute(node, 'group'), output_padding: extra };
  const y = ops.record('ConvTranspose', [x, weights], settings);
  return bias ? ops.add(y, ops.reshape(bias, [-1, ...kernel.map(() => 1)])) : y;
};

/** The maximum of each window. */
export const maxPool: Importer = (node) => {
  if (node.outputs > 1) throw internalError('the indices of a max pooling are not supported');
  return ops.record('MaxPool', [operand(node, 0)], attributesOf(poolingWindows(node)));
};

/** The mean of each window. */
export const averagePool: Importer = (node) => {
  const x = operand(node, 0);
  const { pads, ...windows } = poolingWindows(node);
  const declared = windowsOf(node, x, windows.kernel).pads;
  const counted = integerAttribute(node, 'count_include_pad') === 1 && declared.some((pad) => pad > 0);
  const grown = pads.some((pad, i) => pad !== declared[i]);
  const settings = (around: readonly number[], count: boolean) => ({
    ...attributesOf({ ...windows, pads: around }),
    count_include_pad: count ? 1 : 0,
  });
  if (!counted || !grown) return ops.record('AveragePool', [x], settings(pads, counted));
  // Zeros that the file declares count in the mean; those that only round the size up do not.
  const half = declared.length / 2;
  const padded = ops.pad(x, [0, 0, ...declared.slice(0, half)], [0, 0, ...declared.slice(half)]);
  return ops.record(
    'AveragePool',
    [padded],
    settings(
      pads.map((pad, i) => pad - declared[i]),
      false,
    ),
  );
};

/** The mean or the maximum over height and width. */
export function globalPooling(reduce: ops.Reduction): Importer {
  return (node) => {
    const x = operand(node, 0);
    const axes = x.shape.map((_, axis) => axis).slice(2);
    return reduce(x, axes, { keep: true });
  };
}

function poolingWindows(node: FileNode): Windows {
  const x = operand(node, 0);
  const windows = windowsOf(node, x, integersAttribute(node, 'kernel_shape') ?? []);
  return optionalIntegerAttribute(node, 'ceil_mode') === 1 ? roundedUp(windows, shapeOf(node).slice(2)) : windows;
}

/** The windows of a node over the axes after batch and channels, with the paddings that its `auto_pad` asks for. */
export function windowsOf(node: FileNode, x: Value, kernel: readonly number[]): Windows {
  const strides = integersAttribute(node, 'strides') ?? kernel.map(() => 1);
  const dilations = integersAttribute(node, 'dilations') ?? kernel.map(() => 1);
  const declared = integersAttribute(node, 'pads') ?? [...kernel, ...kernel].map(() => 0);
  const windows = { kernel, strides, dilations, pads: declared };
  const mode = stringAttribute(node, 'auto_pad');
  if (mode === 'VALID') return { ...windows, pads: declared.map(() => 0) };
  return mode.startsWith('SAME') ? { ...windows, pads: samePads(windows, sizes(x.shape.slice(2)), mode) } : windows;
}

/** Padding for auto_pad SAME: one window per stride. An odd zero goes after the image (UPPER) or before it (LOWER). */
function samePads({ kernel, strides, dilations }: Windows, space: readonly number[], mode: string): number[] {
  const totals = space.map((size, i) => {
    const reach = dilations[i] * (kernel[i] - 1) + 1;
    return Math.max(0, (Math.ceil(size / strides[i]) - 1) * strides[i] + reach - size);
  });
  const less = totals.map((total) => Math.floor(total / 2));
  const more = totals.map((total) => Math.ceil(total / 2));
  return mode === 'SAME_LOWER' ? [...more, ...less] : [...less, ...more];
}

/**
 * For ceil_mode: extends the padding until a last, partial window fits; a window that begins after the image does not
 * count.
 */
function roundedUp(windows: Windows, space: readonly number[]): Windows {
  const { kernel, strides, dilations, pads } = windows;
  const after = space.map((size, i) => {
    const reach = dilations[i] * (kernel[i] - 1) + 1;
    const room = size + pads[i] + pads[i + space.length] - reach;
    const steps = Math.ceil(room / strides[i]);
    const inside = steps * strides[i] < size + pads[i] ? steps : steps - 1;
    return pads[i + space.length] + Math.max(0, inside * strides[i] - room);
  });
  return { ...windows, pads: [...pads.slice(0, space.length), ...after] };
}

function attributesOf({ kernel, strides, pads, dilations }: Windows): Attributes {
  return { kernel_shape: kernel, strides, pads, dilations };
}

function widened(x: Value): Value {
  return ops.reshape(x, x.shape.toSpliced(2, 0, 1));
}

function widenedWindows({ kernel, strides, pads, dilations }: Windows): Windows {
  const [before, after] = pads;
  return {
    kernel: [1, ...kernel],
    strides: [1, ...strides],
    pads: [0, before, 0, after],
    dilations: [1, ...dilations],
  };
}
