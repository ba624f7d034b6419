import { internalError } from '../../base/error.ts';
import { readTensor } from '../proto/read-tensor.ts';
import { elementCount } from '../value.ts';
import {
  type FileNode,
  type Importer,
  integerAttribute,
  operand,
  optionalIntegerAttribute,
  requiredNumbers,
  shapeOf,
} from './file-node.ts';

/** The sizes of x, or a part of them. */
export const shapeAsNumbers: Importer = (node) => {
  const shape = shapeOf(node);
  return wholeNumbers(
    node,
    shape.slice(optionalIntegerAttribute(node, 'start') ?? 0, optionalIntegerAttribute(node, 'end')),
  );
};

/** How many numbers x holds. */
export const sizeAsNumber: Importer = (node) => node.graph.scalar(elementCount(operand(node, 0).shape), 'int64');

/** A constant that is stored in its node. */
export const constantNode: Importer = (node) => {
  const tensor = node.attributes.get('value')?.t;
  if (tensor) return node.constant(tensor);
  for (const [name, { f, i, floats, ints }] of node.attributes) {
    if (name === 'value_float') return node.graph.scalar(f);
    if (name === 'value_int') return node.graph.scalar(Number(i), 'int64');
    if (name === 'value_floats') return node.graph.constant(Float32Array.from(floats));
    if (name === 'value_ints') return wholeNumbers(node, ints.map(Number));
  }
  throw internalError('constants of strings or sparse numbers are not supported');
};

/**
 * A copy of a weight under another name becomes a weight of its own: exporters store equal numbers once, though each
 * layer should train its own. Any other value stays as it is.
 */
export const ownCopy: Importer = (node) => {
  const x = operand(node, 0);
  const isWeight = node.graph.weights.some(({ name }) => name === x.name);
  return isWeight && x.data ? node.graph.weight(node.output, Float32Array.from(x.data), shapeOf(node)) : x;
};

/** A tensor filled with one number; with zeros where none is given. */
export const filledShape: Importer = (node) => {
  const tensor = node.attributes.get('value')?.t;
  const { type, data } = tensor ? readTensor(tensor) : { type: 'float32' as const, data: [0] };
  const shape = requiredNumbers(node, 0);
  return node.graph.constant(new Array<number>(elementCount(shape)).fill(data[0]), { type, shape });
};

/** Numbers from `start`, in steps, up to but not including `limit`. */
export const range: Importer = (node) => {
  const [start, limit, step] = [0, 1, 2].map((place) => requiredNumbers(node, place)[0]);
  const length = Math.max(0, Math.ceil((limit - start) / step));
  const { type } = operand(node, 0);
  return node.graph.constant(
    Array.from({ length }, (_, i) => start + i * step),
    { type },
  );
};

/** Ones on a diagonal. */
export const eyeLike: Importer = (node) => {
  const [rows, columns] = shapeOf(node);
  const k = integerAttribute(node, 'k');
  const ones = Array.from({ length: rows * columns }, (_, i) => Number((i % columns) - Math.floor(i / columns) === k));
  return node.graph.constant(ones, { shape: [rows, columns], type: operand(node, 0).type });
};

/** The branch of an If whose condition is known. */
export const branch: Importer = (node) =>
  node.inside(requiredNumbers(node, 0)[0] === 0 ? 'else_branch' : 'then_branch');

function wholeNumbers({ graph }: FileNode, list: readonly number[]) {
  return graph.constant(list, { type: 'int64' });
}
