import { internalError } from '../../base/error.ts';
import { type Attributes, integer, integers } from '../node.ts';
import { type Shape, sizes, type Value } from '../value.ts';
import type { ShapeRule } from './shape-rule.ts';

/**
 * How windows are laid over the axes after batch and channels: one number per axis; `pads` has those before, then those
 * after.
 */
export type Windows = {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
};

/** The windows of a node that has a `kernel_shape`, `strides`, `pads` and `dilations`. */
export function windowsOf(attributes: Attributes): Windows {
  const [kernel, strides, pads, dilations] = ['kernel_shape', 'strides', 'pads', 'dilations'].map((name) =>
    integers(attributes, name),
  );
  return { kernel, strides, pads, dilations };
}

/** How many windows fit along each axis, from the axes' sizes. Throws `internal` where none fits. */
export function windowCounts(shape: Shape, windows: Windows): number[] {
  return rooms(shape, windows).map((room, axis) => Math.floor(room / windows.strides[axis]) + 1);
}

/** How many pixels each axis has beyond its last window. */
export function unreached(shape: Shape, windows: Windows): number[] {
  return rooms(shape, windows).map((room, axis) => room % windows.strides[axis]);
}

/** How many pixels the first window could move along each axis. */
function rooms(shape: Shape, { kernel, pads, dilations }: Windows): number[] {
  return sizes(shape).map((size, axis) => {
    const reach = dilations[axis] * (kernel[axis] - 1) + 1;
    const room = size + pads[axis] + pads[axis + kernel.length] - reach;
    if (room < 0) throw internalError(`a window of ${reach} does not fit into ${size}`);
    return room;
  });
}

/** [N, C, ...] by weights [M, C / group, ...kernel], and maybe a bias [M] -> [N, M, ...]. */
export const convolution: ShapeRule = ([x, weights, bias], attributes) => {
  const [n, channels, ...space] = x.shape;
  const [filters, perGroup] = weights.shape;
  if (channels !== Number(perGroup) * integer(attributes, 'group'))
    throw internalError(`weights [${weights.shape}] do not fit [${x.shape}]`);
  if (bias && bias.shape[0] !== filters) throw internalError(`a bias [${bias.shape}] for ${filters} filters`);
  return [{ type: x.type, shape: [n, filters, ...windowCounts(space, windowsOf(attributes))] }];
};

/** The transposed convolution: [N, M, ...] by weights [M, C / group, ...kernel] -> [N, C, ...]. */
export const transposedConvolution: ShapeRule = ([x, weights], attributes) => {
  const { kernel, strides, pads, dilations } = windowsOf(attributes);
  const extra = integers(attributes, 'output_padding');
  const [n, , ...space] = x.shape;
  const grown = sizes(space).map(
    (size, axis) =>
      (size - 1) * strides[axis] +
      dilations[axis] * (kernel[axis] - 1) +
      1 +
      extra[axis] -
      pads[axis] -
      pads[axis + kernel.length],
  );
  return [{ type: x.type, shape: [n, Number(weights.shape[1]) * integer(attributes, 'group'), ...grown] }];
};

/** [N, C, ...] -> [N, C, ...], one number per window. */
export const pooling: ShapeRule = ([x]: readonly Value[], attributes) => {
  const [n, channels, ...space] = x.shape;
  return [{ type: x.type, shape: [n, channels, ...windowCounts(space, windowsOf(attributes))] }];
};
