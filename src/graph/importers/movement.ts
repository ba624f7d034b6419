import { internalError } from '../../base/error.ts';
import * as ops from '../ops.ts';
import { elementCount, sizes, type Value } from '../value.ts';
import {
  axesOf,
  fromFront,
  type Importer,
  integerAttribute,
  integersAttribute,
  numbers,
  operand,
  optionalIntegerAttribute,
  requiredNumbers,
  shapeOf,
  stringAttribute,
} from './file-node.ts';

/** Transposes the axes; reverses them where the file gives no order. */
export const transposed: Importer = (node) => {
  const x = operand(node, 0);
  return ops.transpose(x, integersAttribute(node, 'perm') ?? x.shape.map((_, axis) => axis).toReversed());
};

/** Reshapes: 0 keeps the input's size, -1 takes what is left. */
export const reshaped: Importer = (node) => {
  const x = operand(node, 0);
  const literal = optionalIntegerAttribute(node, 'allowzero') === 1;
  const shape = requiredNumbers(node, 1).map((size, axis) => (size === 0 && !literal ? Number(x.shape[axis]) : size));
  return inShape(x, resolved(elementCount(x.shape), shape));
};

function resolved(count: number, shape: readonly number[]): number[] {
  const known = shape.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  return shape.map((size) => (size === -1 ? count / known : size));
}

/** x in another shape. The batch size stays dynamic where the batch stays the first axis. */
export function inShape(x: Value, shape: readonly number[]): Value {
  if (elementCount(x.shape) !== elementCount(shape))
    throw internalError(`[${x.shape.join(', ')}] cannot have the shape [${shape.join(', ')}]`);
  if (shape.length === x.shape.length && shape.every((size, axis) => size === x.shape[axis])) return x;
  const batched = shape.length > 0 && x.shape.length > 0 && shape[0] === x.shape[0] && shape[0] !== 0;
  return ops.reshape(x, batched ? [0, ...shape.slice(1)] : shape);
}

/** Broadcasts to a shape that is known during import. */
export const expanded: Importer = (node) => ops.expand(operand(node, 0), requiredNumbers(node, 1));

/** Concatenates along an axis; empty tensors are left out. */
export const concatenated: Importer = (node) => {
  const values = node.inputs.map((_, i) => operand(node, i)).filter((value) => elementCount(value.shape) > 0);
  if (values.length === 0) return operand(node, 0);
  return values.length === 1 ? values[0] : ops.concat(values, integerAttribute(node, 'axis'));
};

/** Joins the axes before the given one to the first axis, and the others to the second. */
export const flattened: Importer = (node) => {
  const shape = shapeOf(node);
  const axis = fromFront(integerAttribute(node, 'axis'), shape.length);
  return inShape(operand(node, 0), [elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))]);
};

/** Removes axes of size 1: the given ones, or all. */
export const squeezed: Importer = (node) => {
  const shape = shapeOf(node);
  const axes = axesOf(node, 1, shape.length) ?? shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  return inShape(
    operand(node, 0),
    shape.filter((_, axis) => !axes.includes(axis)),
  );
};

/** Inserts axes of size 1 at the given positions of the result. */
export const unsqueezed: Importer = (node) => {
  const shape = shapeOf(node);
  const rank = shape.length + (numbers(node, 1) ?? integersAttribute(node, 'axes') ?? []).length;
  const axes = axesOf(node, 1, rank) ?? [];
  const sides = shape.values();
  const wanted = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (sides.next().value ?? 1)));
  return inShape(operand(node, 0), wanted);
};

/** Splits along an axis into parts of the given sizes, or of equal ones. */
export const split: Importer = (node) => {
  const x = operand(node, 0);
  const axis = fromFront(integerAttribute(node, 'axis'), x.shape.length);
  const total = Number(x.shape[axis]);
  const each = Math.ceil(total / node.outputs);
  const parts =
    numbers(node, 1) ?? integersAttribute(node, 'split') ?? Array.from({ length: node.outputs }, () => each);
  return parts.map((part, i) => {
    const start = parts.slice(0, i).reduce((sum, size) => sum + size, 0);
    return ops.slice(x, axis, start, Math.min(total, start + part));
  });
};

/** Repeats x along every axis. */
export const tiled: Importer = (node) => {
  const shape = shapeOf(node);
  const times = requiredNumbers(node, 1);
  const apart = ops.reshape(
    operand(node, 0),
    shape.flatMap((size) => [1, size]),
  );
  const spread = ops.expand(
    apart,
    shape.flatMap((size, axis) => [times[axis], size]),
  );
  return ops.reshape(
    spread,
    shape.map((size, axis) => size * times[axis]),
  );
};

/** [N, C b^2, H, W] -> [N, C, H b, W b]. In the mode CRD the block's axes follow the channel's. */
export const depthToSpace: Importer = (node) => {
  const x = operand(node, 0);
  const block = integerAttribute(node, 'blocksize');
  if (stringAttribute(node, 'mode') !== 'CRD')
    return ops.record('DepthToSpace', [x], { blocksize: block, mode: 'DCR' });
  const [n, depth, h, w] = shapeOf(node);
  const apart = ops.reshape(x, [n, depth / block ** 2, block, block, h, w]);
  const moved = ops.transpose(apart, [0, 1, 4, 2, 5, 3]);
  return ops.reshape(moved, [n, depth / block ** 2, h * block, w * block]);
};

/** [N, C, H, W] -> [N, C b^2, H / b, W / b]. */
export const spaceToDepth: Importer = (node) => {
  const block = integerAttribute(node, 'blocksize');
  const [n, c, h, w] = shapeOf(node);
  const apart = ops.reshape(operand(node, 0), [n, c, h / block, block, w / block, block]);
  const moved = ops.transpose(apart, [0, 3, 5, 1, 2, 4]);
  return ops.reshape(moved, [n, c * block ** 2, h / block, w / block]);
};

/** Slices along some axes; a negative step gathers single indices. */
export const sliced: Importer = (node) => {
  const shape = shapeOf(node);
  const [starts, ends] = [requiredNumbers(node, 1), requiredNumbers(node, 2)];
  const axes = numbers(node, 3)?.map((axis) => fromFront(axis, shape.length)) ?? starts.map((_, axis) => axis);
  const steps = numbers(node, 4) ?? starts.map(() => 1);
  return axes.reduce(
    (x, axis, i) => stretch(x, axis, { start: starts[i], end: ends[i], step: steps[i] }),
    operand(node, 0),
  );
};

type Stretch = { readonly start: number; readonly end: number; readonly step: number };

function stretch(x: Value, axis: number, { start, end, step }: Stretch): Value {
  const size = sizes(x.shape)[axis];
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const within = (place: number) => Math.min(most, Math.max(least, place < 0 ? place + size : place));
  const [from, to] = [within(start), within(end)];
  if (step > 0) return ops.slice(x, axis, from, Math.max(from, to), step);
  const places = Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
  return ops.gather(x, x.graph.constant(places, { type: 'int64' }), axis);
}
