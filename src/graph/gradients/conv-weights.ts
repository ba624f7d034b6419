import { type Attributes, integer } from '../node.ts';
import { windowsOf } from '../operators/windows.ts';
import { matMul, record, reshape, slice, sum, transpose } from '../ops.ts';
import { type Shape, sizes, type Value } from '../value.ts';

/**
 * The gradient of a convolution's weights, of shape `shape` [M, C / groups, ...kernel], from its input x [N, C, ...]
 * and dy [N, M, ...]: x convolved by dy, batch and channels having changed roles, and strides and dilations too.
 */
export function convWeightGradient(x: Value, dy: Value, shape: Shape, attributes: Attributes): Value {
  return isProduct(attributes) ? byProduct(x, dy, shape) : byConvolution(x, dy, shape, attributes);
}

/** Whether every output pixel sees one input pixel, of all channels. */
function isProduct(attributes: Attributes): boolean {
  const { kernel, strides, pads } = windowsOf(attributes);
  const ones = [...kernel, ...strides, integer(attributes, 'group')];
  return ones.every((size) => size === 1) && pads.every((zeros) => zeros === 0);
}

function byProduct(x: Value, dy: Value, shape: Shape): Value {
  const pixels = (image: Value) => reshape(image, [...image.shape.slice(0, 2), -1]);
  return reshape(sum(matMul(pixels(dy), transpose(pixels(x))), 0), shape);
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
  // Rows and columns that no window reached give taps beyond the kernel.
  const taps = sizes(shape.slice(2)).reduce((cut, size, axis) => slice(cut, axis + 2, 0, size), byTap);
  return swapped(taps, [1, 0]);
}

/** The first axes in another order. */
function swapped(x: Value, order: readonly number[]): Value {
  const rest = x.shape.map((_, axis) => axis).slice(order.length);
  return transpose(x, [...order, ...rest]);
}
