import { internalError } from '../../base/error.ts';
import * as ops from '../ops.ts';
import { constantNumbers, elementCount, sizes, type Value } from '../value.ts';
import {
  fromFront,
  type Importer,
  integerAttribute,
  operand,
  optionalIntegerAttribute,
  requiredNumbers,
  shapeOf,
  stringAttribute,
} from './file-node.ts';

/** Takes the slices at indices along an axis. Known, consecutive indices become one slice. */
export const gathered: Importer = (node) => {
  const [x, indices] = [operand(node, 0), operand(node, 1)];
  const axis = fromFront(integerAttribute(node, 'axis'), x.shape.length);
  if (indices.data === null) return ops.gather(x, indices, axis);
  const size = Number(x.shape[axis]);
  const places = constantNumbers(indices).map((place) => fromFront(place, size));
  if (places.length > 0 && places.every((place, i) => place === places[0] + i)) {
    const shape = sizes([...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
    return ops.reshape(ops.slice(x, axis, places[0], places[0] + places.length), shape);
  }
  return ops.gather(x, node.graph.constant(places, indices), axis);
};

/** Takes single elements along an axis, by one index each. */
export const gatheredElements: Importer = (node) => {
  const [x, indices] = [operand(node, 0), operand(node, 1)];
  return ops.gatherElements(x, indices, integerAttribute(node, 'axis'));
};

/** Takes the parts of x at known indices, whose last axis holds coordinates. */
export const gatheredParts: Importer = (node) => {
  if (optionalIntegerAttribute(node, 'batch_dims') !== 0)
    throw internalError('batch_dims other than 0 is not supported');
  const x = operand(node, 0);
  const indices = shapeOf(node, 1);
  const depth = indices[indices.length - 1];
  const [first, rest] = [sizes(x.shape).slice(0, depth), sizes(x.shape).slice(depth)];
  const places = requiredNumbers(node, 1);
  const rows = Array.from({ length: elementCount(indices) / depth }, (_, i) =>
    first.reduce((row, size, axis) => row * size + fromFront(places[i * depth + axis], size), 0),
  );
  const flat = ops.reshape(x, [elementCount(first), ...rest]);
  const taken = ops.gather(flat, node.graph.constant(rows, { type: 'int64' }));
  return ops.reshape(taken, [...indices.slice(0, -1), ...rest]);
};

/** Writes known numbers into known numbers at known indices: exporters build masks this way. */
export const scattered: Importer = (node) => {
  if (!['', 'none'].includes(stringAttribute(node, 'reduction')))
    throw internalError('a scatter with a reduction is not supported');
  const data = requiredNumbers(node, 0);
  const places = requiredNumbers(node, 1);
  const updates = requiredNumbers(node, 2);
  const shape = shapeOf(node);
  const depth = shapeOf(node, 1).at(-1) ?? 0;
  const run = elementCount(shape.slice(depth));
  for (let i = 0; i * depth < places.length; i++) {
    const row = shape
      .slice(0, depth)
      .reduce((at, size, axis) => at * size + fromFront(places[i * depth + axis], size), 0);
    for (let j = 0; j < run; j++) data[row * run + j] = updates[i * run + j];
  }
  return node.graph.constant(data, operand(node, 0));
};

/** Keeps the upper (or lower) triangle of the last two axes, from the k-th diagonal on; the rest becomes zero. */
export const triangle: Importer = (node) => {
  const x = operand(node, 0);
  const [rows, columns] = shapeOf(node).slice(-2);
  const k = node.inputs[1] ? requiredNumbers(node, 1)[0] : 0;
  const upper = integerAttribute(node, 'upper') === 1;
  const kept = Array.from({ length: rows * columns }, (_, i) => {
    const diagonal = (i % columns) - Math.floor(i / columns);
    return Number(upper ? diagonal >= k : diagonal <= k);
  });
  return ops.where(node.graph.constant(kept, { shape: [rows, columns], type: 'bool' }), x, zeroOf(x));
};

/** The indices of the numbers that are not zero, known during import: [rank, count]. */
export const nonZeroPlaces: Importer = (node) => {
  const shape = shapeOf(node);
  const found = requiredNumbers(node, 0).flatMap((value, i) => (value === 0 ? [] : [i]));
  const rows = shape.map((size, axis) => {
    const stride = elementCount(shape.slice(axis + 1));
    return found.map((i) => Math.floor(i / stride) % size);
  });
  return node.graph.constant(rows.flat(), { shape: [shape.length, found.length], type: 'int64' });
};

function zeroOf({ graph, type }: Value): Value {
  return graph.scalar(0, type);
}
