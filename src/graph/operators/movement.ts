import { internalError } from '../../base/error.ts';
import { broadcastShapes } from '../broadcast.ts';
import { integer, integers } from '../node.ts';
import { constantNumbers, type Dimension, type Shape } from '../value.ts';
import { elementTypeOf } from './element-types.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The axes in the order `perm`. */
export const transpose: ShapeRule = ([{ type, shape }], attributes) => [
  { type, shape: integers(attributes, 'perm').map((axis) => shape[axis]) },
];

/** The constant target shape; 0 keeps a size, -1 takes what is left. */
export const reshape: ShapeRule = ([{ type, shape }, target]) => {
  const wanted = constantNumbers(target).map((size, axis) => (size === 0 ? shape[axis] : size));
  return [{ type, shape: wanted.map((size) => (size === -1 ? remainder(shape, wanted) : size)) }];
};

/** The input broadcast to the constant target shape. */
export const expand: ShapeRule = ([x, target]) => [
  { type: x.type, shape: broadcastShapes([x, { shape: constantNumbers(target) }]) },
];

/** The sum of the sizes along `axis`; other axes as in the first input. */
export const concat: ShapeRule = (inputs, attributes) => {
  const axis = integer(attributes, 'axis');
  const [{ type, shape }] = inputs;
  return [{ type, shape: shape.with(axis, total(inputs.map((input) => input.shape[axis]))) }];
};

/** The length of each slice. Starts and ends must lie within the axis; steps, where given, must be positive. */
export const slice: ShapeRule = ([{ type, shape }, starts, ends, axes, steps]) => {
  const [from, to] = [constantNumbers(starts), constantNumbers(ends)];
  const strides = steps ? constantNumbers(steps) : from.map(() => 1);
  constantNumbers(axes).forEach((axis, i) => {
    if (to[i] > Number(shape[axis])) throw internalError(`a slice to ${to[i]} exceeds [${shape.join(', ')}]`);
  });
  const cut = new Map(constantNumbers(axes).map((axis, i) => [axis, Math.ceil((to[i] - from[i]) / strides[i])]));
  return [{ type, shape: shape.map((size, axis) => cut.get(axis) ?? size) }];
};

/** Each size plus the constant amounts: those before all axes, then those after. */
export const pad: ShapeRule = ([{ type, shape }, amounts]) => {
  const widths = constantNumbers(amounts);
  return [{ type, shape: shape.map((size, axis) => total([size, widths[axis], widths[axis + shape.length]])) }];
};

/** The same shape, with the type `to`. */
export const cast: ShapeRule = ([{ shape }], attributes) => [{ type: elementTypeOf(integer(attributes, 'to')), shape }];

/** [N, C b^2, H, W] -> [N, C, H b, W b]. */
export const depthToSpace: ShapeRule = ([{ type, shape }], attributes) => {
  const block = integer(attributes, 'blocksize');
  const [n, c, h, w] = shape;
  return [{ type, shape: [n, Number(c) / block ** 2, Number(h) * block, Number(w) * block] }];
};

function total(parts: readonly Dimension[]): Dimension {
  return parts.reduce((sum, part) => {
    if (part === 0) return sum;
    if (sum === 0) return part;
    return typeof sum === 'number' && typeof part === 'number' ? sum + part : `${sum}+${part}`;
  }, 0);
}

/** The size that -1 stands for: what is left after dividing by the known sizes. */
function remainder(shape: Shape, wanted: Shape): Dimension {
  const known = wanted.filter((size) => size !== -1);
  const left = shape.filter((size) => typeof size === 'string' && !known.includes(size));
  const product = (list: Shape) => list.reduce<number>((p, size) => (typeof size === 'number' ? p * size : p), 1);
  const factor = product(shape) / product(known);
  if (left.length === 0) return factor;
  return factor === 1 ? left.join('*') : [factor, ...left].join('*');
}
