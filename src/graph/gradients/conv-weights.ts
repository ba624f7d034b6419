import { byColumns, gridOf, underRows } from '../grid.ts';
import { type Attributes, integer } from '../node.ts';
import { type Windows, windowCounts, windowsOf } from '../operators/windows.ts';
import { cast, concat, matMul, record, slice, sum } from '../ops.ts';
import { reshape, transpose } from '../shortcuts.ts';
import { tapPlacement } from '../tap-placement.ts';
import { tapsOf, underTap, withinZeros } from '../taps.ts';
import { type Shape, sizes, type Value } from '../value.ts';

/**
 * The gradient of a convolution's weights, of shape `shape` [M, C / groups, ...kernel], from its input x [N, C, ...]
 * and dy [N, M, ...]: dw[m, c, tap] = sum over pictures and windows of dy times the pixel under the tap. It is written
 * as matrix products where possible. Groups that are not depthwise take x convolved with dy, batch and channels
 * swapped.
 */
export function convWeightGradient(x: Value, dy: Value, shape: Shape, attributes: Attributes): Value {
  const groups = integer(attributes, 'group');
  if (groups === 1) return byTaps(x, dy, shape, windowsOf(attributes));
  const isDepthwise = x.shape.length === 4 && groups === x.shape[1] && groups === shape[0];
  return isDepthwise ? byRows(x, dy, shape, windowsOf(attributes)) : byConvolution(x, dy, shape, attributes);
}

/** Below this many channels, one product for each tap is not worthwhile. */
const fewChannels = 16;

/** One product [M, P] x [P, C] for each tap, over the P pixels under it. */
function byTaps(x: Value, dy: Value, shape: Shape, windows: Windows): Value {
  const [filters, channels] = sizes(shape);
  const [images, gradients] = [channelsFirst(x), channelsFirst(dy)];
  const products =
    channels >= fewChannels && fitsGrid(x, windows)
      ? gridProducts(images, gradients, windows)
      : cutProducts(images, gradients, windows);
  const byTap = reshape(concat(products, 1), [filters, -1, channels]);
  return reshape(transpose(byTap), shape);
}

function fitsGrid({ shape }: Value, { kernel, strides, pads, dilations }: Windows): boolean {
  const reaches = [...kernel, ...kernel].map((size, i) => dilations[i % kernel.length] * (size - 1));
  const isWithinReach = pads.every((zeros, i) => zeros <= reaches[i]);
  return shape.length === 4 && isWithinReach && strides.every((step) => step === 1);
}

/** The kernel's rows shift the pixels and its columns shift dy: fewer copies than one for each tap. */
function gridProducts(x: Value, dy: Value, windows: Windows): Value[] {
  const grid = gridOf(sizes(x.shape), windows);
  const gradients = byColumns(dy, grid);
  return underRows(x, grid).flatMap((pixels) => gradients.map((gradient) => matMul(gradient, transpose(pixels))));
}

function cutProducts(x: Value, dy: Value, windows: Windows): Value[] {
  const counts = windowCounts(x.shape.slice(2), windows);
  const padded = withinZeros(x, windows);
  const flat = (image: Value) => reshape(image, [Number(image.shape[0]), -1]);
  const pixels = tapsOf(windows.kernel).map((tap) => flat(underTap(padded, tap, counts, windows)));
  const groups = Number(x.shape[0]) < fewChannels ? [concat(pixels, 0)] : pixels;
  return groups.map((group) => matMul(flat(dy), transpose(group)));
}

/**
 * Depthwise, for each row i of the kernel: G = X_i^T dY [W, W'] combines every pixel of the rows under i with every
 * window. Sums along the diagonals of G are the taps.
 */
function byRows(x: Value, dy: Value, shape: Shape, windows: Windows): Value {
  const [n, channels, , width] = sizes(x.shape);
  const [rows, columns] = sizes(dy.shape.slice(2));
  const [down, across] = [ofAxis(windows, 0), ofAxis(windows, 1)];
  const { places } = tapPlacement([width], across);
  const diagonals = x.graph.constant(places, { shape: [across.kernel[0], width * columns], type: 'float32' });
  const padded = withinZeros(x, { ...windows, pads: [windows.pads[0], 0, windows.pads[2], 0] });
  const kernelRows = tapsOf(down.kernel).map((tap) => {
    const under = underTap(padded, tap, [rows], down);
    const together = reshape(matMul(transpose(under), dy), [n * channels, width * columns]);
    return matMul(together, transpose(cast(diagonals, x.type)));
  });
  return reshape(sum(reshape(concat(kernelRows, 1), [n, channels, -1]), 0), shape);
}

function byConvolution(x: Value, dy: Value, shape: Shape, attributes: Attributes): Value {
  const { strides, dilations } = windowsOf(attributes);
  const groups = integer(attributes, 'group');
  const [n, channels, ...space] = sizes(x.shape);
  const grouped = swapped(reshape(x, [n, groups, channels / groups, ...space]), [2, 1, 0]);
  const images = reshape(grouped, [channels / groups, groups * n, ...space]);
  const byTap = record('Conv', [images, swapped(dy, [1, 0])], {
    ...attributes,
    kernel_shape: sizes(dy.shape.slice(2)),
    strides: dilations,
    dilations: strides,
  });
  // Rows and columns that no window reached give taps beyond the kernel: cut them off.
  const taps = sizes(shape.slice(2)).reduce((cut, size, axis) => slice(cut, axis + 2, 0, size), byTap);
  return swapped(taps, [1, 0]);
}

/** The windows along one axis. */
function ofAxis({ kernel, strides, pads, dilations }: Windows, axis: number): Windows {
  return {
    kernel: [kernel[axis]],
    strides: [strides[axis]],
    pads: [pads[axis], pads[axis + kernel.length]],
    dilations: [dilations[axis]],
  };
}

/** [N, C, ...] -> [C, N, ...]; a free reshape for a single picture. */
function channelsFirst(x: Value): Value {
  const [n, channels, ...space] = x.shape;
  return n === 1 ? reshape(x, [Number(channels), 1, ...space]) : swapped(x, [1, 0]);
}

/** Reorders the first axes. */
function swapped(x: Value, order: readonly number[]): Value {
  const rest = x.shape.map((_, axis) => axis).slice(order.length);
  return transpose(x, [...order, ...rest]);
}
