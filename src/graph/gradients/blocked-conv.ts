import { type Attributes, integer } from '../node.ts';
import { windowsOf } from '../operators/windows.ts';
import { pad, record, slice } from '../ops.ts';
import { reshape } from '../shortcuts.ts';
import { type Shape, sizes, type Value } from '../value.ts';
import { denseBlockedConvGradient } from './dense-blocked-conv.ts';
import type { Gradient } from './gradient.ts';
import { reversed } from './reversed.ts';

/**
 * Both gradients are blocked convolutions again. Weights: x convolved with dy, which is in the right order for a
 * kernel. Input: dy convolved with the flipped kernels, with zeros between its pixels where there were strides.
 */
export const blockedConvGradient: Gradient = (node, upstream) =>
  integer(node.attributes, 'group') === 1 ? denseBlockedConvGradient(node, upstream) : depthwise(node, upstream);

const depthwise: Gradient = ({ inputs: [x, weights], attributes }, [dy]) => [
  inputGradient(x, weights, dy, attributes),
  weightGradient(x, weights, dy, attributes),
];

function inputGradient(x: Value, weights: Value, dy: Value, attributes: Attributes): Value {
  const windows = windowsOf(attributes);
  const block = integer(attributes, 'block');
  const reach = windows.kernel.map((size, axis) => windows.dilations[axis] * (size - 1));
  // Pixel h of x was covered by the windows h + pad - reach to h + pad of the spread dy.
  const first = reach.map((taps, axis) => windows.pads[axis] - taps);
  const last = sizes(x.shape.slice(2)).map((size, axis) => size + windows.pads[axis]);
  const spread = spreadOut(dy, windows.strides, block);
  const length = sizes(spread.shape.slice(2));
  const ends = length.map((size, axis) => Math.min(size, last[axis]));
  const used = cut(spread, first.map(positive), ends, block);
  const pads = [...first.map((place) => positive(-place)), ...last.map((end, axis) => positive(end - length[axis]))];
  return record('BlockedConv', [used, flipped(weights, block)], { ...attributes, strides: [1, 1], pads });
}

function weightGradient(x: Value, { shape }: Value, dy: Value, attributes: Attributes): Value {
  const { strides, dilations } = windowsOf(attributes);
  const kernel_shape = sizes(dy.shape.slice(2));
  const kernels = reshape(dy, [Number(shape[0]), 1, ...kernel_shape]);
  const windows = { ...attributes, kernel_shape, strides: dilations, dilations: strides };
  const taps = record('BlockedConv', [x, kernels], windows);
  // Rows and columns that no window reached give taps beyond the kernel: cut them off.
  return reshape(cut(taps, [0, 0], sizes(shape.slice(2)), integer(attributes, 'block')), shape);
}

/** Inserts zeros after every pixel, so that pixels are `strides` apart: [1, C, H, W] -> [1, C, s H, s W]. */
function spreadOut(dy: Value, strides: readonly number[], block: number): Value {
  if (strides.every((step) => step === 1)) return dy;
  const [, channels, height, width] = sizes(dy.shape);
  const apart = reshape(dy, [(channels / block) * height, 1, width, 1, block]);
  const behind = [0, strides[0] - 1, 0, strides[1] - 1, 0];
  return reshape(pad(apart, [0, 0, 0, 0, 0], behind), [1, channels, height * strides[0], width * strides[1]]);
}

/** The rows and columns from `starts` up to, not including, `ends`. */
function cut(x: Value, starts: readonly number[], ends: readonly number[], block: number): Value {
  const [, channels, height, width] = sizes(x.shape);
  const blocks: Shape = [channels / block, height, width, block];
  const part = starts.reduce((rest, start, axis) => slice(rest, axis + 1, start, ends[axis]), reshape(x, blocks));
  return reshape(part, [1, channels, ...part.shape.slice(1, 3)]);
}

/** Every kernel flipped along both axes. */
function flipped(weights: Value, block: number): Value {
  const [channels, , ...kernel] = sizes(weights.shape);
  const taps = kernel.reduce((a, b) => a * b);
  return reshape(reversed(reshape(weights, [channels / block, taps, block]), 1), weights.shape);
}

function positive(x: number): number {
  return Math.max(0, x);
}
