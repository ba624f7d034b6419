import { internalError } from '../../base/error.ts';
import { broadcastShapes } from '../broadcast.ts';
import { integer, integers } from '../node.ts';
import { constantNumbers, type Dimension, type Shape } from '../value.ts';
import { elementTypeOf } from './element-types.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The axes in the order of `perm`. */
export const transpose: ShapeRule = ([{ type, shape }], attributes) => [
  { type, shape: integers(attributes, 'perm').map((axis) => shape[axis]) },
];

/** The constant target; 0 stands for the size that was there, -1 for what is left. */
export const reshape: ShapeRule = ([{ type, shape }, target]) => {
  const wanted = constantNumbers(target).map((size, axis) => (size === 0 ? shape[axis] : size));
  return [{ type, shape: wanted.map((size) => (size === -1 ? remainder(shape, wanted) : size)) }];
};

/** Spread over the constant target. */
export const expand: ShapeRule = ([x, target]) => [
  { type: x.type, shape: broadcastShapes([x, { shape: constantNumbers(target) }]) },
];

/** The lengths along `axis` added up. */
export const concat: ShapeRule = (inputs, attributes) => {
  const axis = integer(attributes, 'axis');
  const [{ type, shape }] = inputs;
  return [{ type, shape: shape.with(axis, total(inputs.map((input) => input.shape[axis]))) }];
};

/** Starts and ends lie within the axis; steps, where given, are positive. */
export const slice: ShapeRule = ([{ type, shape }, starts, ends, axes, steps]) => {
  const [from, to] = [constantNumbers(starts), constantNumbers(ends)];
  const strides = steps ? constantNumbers(steps) : from.map(() => 1);
  constantNumbers(axes).forEach((axis, i) => {
    if (to[i] > Number(shape[axis])) throw internalError(`a slice to ${to[i]} of [${shape.join(', ')}]`);
  });
  const cut = new Map(constantNumbers(axes).map((axis, i) => [axis, Math.ceil((to[i] - from[i]) / strides[i])]));
  return [{ type, shape: shape.map((size, axis) => cut.get(axis) ?? size) }];
};

/** Longer by the constant amounts: before every axis, then after. */
export const pad: ShapeRule = ([{ type, shape }, amounts]) => {
  const widths = constantNumbers(amounts);
  return [{ type, shape: shape.map((size, axis) => total([size, widths[axis], widths[axis + shape.length]])) }];
};

/** The same shape of the type `to`. */
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

/** What -1 stands for: the size that is left when the known ones are divided out. */
function remainder(shape: Shape, wanted: Shape): Dimension {
  const known = wanted.filter((size) => size !== -1);
  const left = shape.filter((size) => typeof size === 'string' && !known.includes(size));
  const product = (list: Shape) => list.reduce<number>((p, size) => (typeof size === 'number' ? p * size : p), 1);
  const factor = product(shape) / product(known);
  if (left.length === 0) return factor;
  return factor === 1 ? left.join('*') : [factor, ...left].join('*');
}
