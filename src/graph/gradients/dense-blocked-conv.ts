import { lanesOf } from '../channel-blocks.ts';
import { type Attributes, integer } from '../node.ts';
import { unreached, windowsOf } from '../operators/windows.ts';
import { cut, pad, record, sum } from '../ops.ts';
import { fromChannelBlocks, reshape, toChannelBlocks, transpose } from '../shortcuts.ts';
import { sizes, type Value } from '../value.ts';
import { byPhases, phasesOf } from './blocked-phases.ts';
import { convInputGradient } from './conv-input.ts';
import type { Gradient } from './gradient.ts';
import { reversed } from './reversed.ts';

/**
 * The gradients of an ungrouped convolution whose images and kernels are in blocks of channels: both are blocked
 * convolutions again.
 */
export const denseBlockedConvGradient: Gradient = ({ inputs: [x, weights, bias], attributes }, [dy]) => {
  const dx = inputGradient(x, weights, dy, attributes);
  const dw = weightGradient(x, weights, dy, attributes);
  return bias ? [dx, dw, filterSums(dy, integer(attributes, 'block'))] : [dx, dw];
};

function inputGradient(x: Value, weights: Value, dy: Value, attributes: Attributes): Value {
  const block = integer(attributes, 'block');
  const { block: _, ...windows } = attributes;
  const isThin = Number(x.shape[1]) < block;
  const phases = isThin ? null : phasesOf(sizes(x.shape.slice(2)), windowsOf(attributes));
  if (phases) return byPhases(dy, flipped(weights, block), phases, attributes);
  const dx = convInputGradient(fromChannelBlocks(dy, block), kernelsFromBlocks(weights, block), x.shape, windows);
  return isThin ? dx : toChannelBlocks(dx, block);
}

/**
 * dw[m, c] is the image of channel c convolved with that of filter m. The pictures of the batch take the place of
 * channels, in blocks of pictures. The zero columns around the image are written out, because ONNX Runtime computes
 * windows that reach over the edge one by one.
 */
function weightGradient(x: Value, { shape }: Value, dy: Value, attributes: Attributes): Value {
  const block = integer(attributes, 'block');
  const [filters, channels, ...kernel] = sizes(shape);
  const windows = windowsOf(attributes);
  const {
    strides,
    dilations,
    pads: [top, left, bottom, right],
  } = windows;
  const image = channels < block ? x : fromChannelBlocks(x, block);
  // Zeros that no window reaches would give taps beyond the kernel.
  const [idleRows, idleColumns] = unreached(image.shape.slice(2), windows);
  const after = Math.max(0, right - idleColumns);
  const columns = pad(transpose(image, [1, 0, 2, 3]), [0, 0, 0, left], [0, 0, 0, after]);
  const taps = record('BlockedConv', [toChannelBlocks(columns, block), picturesAsChannels(dy, block)], {
    ...attributes,
    kernel_shape: sizes(dy.shape.slice(2)),
    strides: dilations,
    dilations: strides,
    pads: [top, 0, Math.max(0, bottom - idleRows), 0],
  });
  const within = cut(lanesOf(taps, block), { starts: [0, 0], ends: kernel, steps: [1, 1] });
  const lanes = channels < block ? 1 : block;
  const split = reshape(within, [channels / lanes, lanes, filters / block, -1, block]);
  return reshape(transpose(split, [2, 0, 3, 1, 4]), shape);
}

/** The sum over batch and space, [M], of an image in blocks. */
function filterSums(dy: Value, block: number): Value {
  const [n, filters, height, width] = sizes(dy.shape);
  const pixels = reshape(dy, [(n * filters) / block, height * width, block]);
  return sum(reshape(sum(pixels, 1), [n, filters]), 0);
}

/**
 * Reorders an image in blocks of channels [N, M / B, H, W, B] to kernels [M, N, H, W] in blocks:
 * [M / B, N / B, H, W, B, B].
 */
function picturesAsChannels(dy: Value, block: number): Value {
  const [n, filters, height, width] = sizes(dy.shape);
  const split = reshape(dy, [n / block, block, filters / block, height * width, block]);
  return reshape(transpose(split, [2, 0, 3, 1, 4]), [filters, n, height, width]);
}

/** Kernels in blocks, flipped, with filters and channels swapped. */
function flipped(weights: Value, block: number): Value {
  const [filters, channels, ...kernel] = sizes(weights.shape);
  const taps = kernel.reduce((a, b) => a * b);
  const lanes = transpose(reshape(weights, [-1, block, block]), [0, 2, 1]);
  const turned = reversed(reshape(lanes, [filters / block, channels / block, taps, -1]), 2);
  return reshape(transpose(turned, [1, 0, 2, 3]), [channels, filters, ...kernel]);
}

/** Undoes kernelsInBlocks, in the same two steps. */
function kernelsFromBlocks(weights: Value, block: number): Value {
  const [filters, channels, ...kernel] = sizes(weights.shape);
  const taps = kernel.reduce((a, b) => a * b);
  const joined = channels < block ? weights : transpose(reshape(weights, [-1, taps, block, block]), [0, 2, 1, 3]);
  const filtersLast = reshape(joined, [filters / block, channels * taps, block]);
  return reshape(transpose(filtersLast, [0, 2, 1]), weights.shape);
}
