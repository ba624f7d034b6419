import * as ops from '../ops.ts';
import { sizes, type Value } from '../value.ts';
import {
  axesOf,
  type FileNode,
  type Importer,
  integerAttribute,
  operand,
  optionalIntegerAttribute,
  requiredNumbers,
} from './file-node.ts';

/**
 * Imports a reduction. Its axes are an attribute or, in newer operator sets, an input; all axes where none are given.
 */
export function reduction(reduce: ops.Reduction): Importer {
  return (node) => {
    const x = operand(node, 0);
    const axes = reducedAxes(node, x);
    // Without axes, every number is reduced by itself.
    if (axes.length === 0) return reduce(ops.reshape(x, [...x.shape, 1]), -1);
    return reduce(x, axes, { keep: integerAttribute(node, 'keepdims') === 1 });
  };
}

function reducedAxes(node: FileNode, { shape }: Value): number[] {
  const axes = axesOf(node, 1, shape.length);
  if (axes && axes.length > 0) return axes;
  return optionalIntegerAttribute(node, 'noop_with_empty_axes') === 1 ? [] : shape.map((_, axis) => axis);
}

/** The sum of absolute values. */
export const sumOfMagnitudes: ops.Reduction = (x, ...rest) => ops.sum(ops.abs(x), ...rest);

/** The sum of the squares. */
export const sumOfSquares: ops.Reduction = (x, ...rest) => ops.sum(ops.square(x), ...rest);

/** The Euclidean length. */
export const length: ops.Reduction = (x, ...rest) => ops.sqrt(sumOfSquares(x, ...rest));

/** The logarithm of the sum. */
export const logOfSum: ops.Reduction = (x, ...rest) => ops.log(ops.sum(x, ...rest));

/** log sum e^x; large x do not overflow. */
export const logOfSumOfExponentials: ops.Reduction = (x, axes, options = {}) => {
  const peak = ops.max(x, axes, { keep: true });
  const rest = ops.log(ops.sum(ops.exp(ops.sub(x, peak)), axes, options));
  return ops.add(rest, ops.reshape(peak, rest.shape));
};

/** The product of known numbers, for instance to count a shape's elements. */
export const productOfKnown: Importer = (node) => {
  const product = requiredNumbers(node, 0).reduce((a, b) => a * b, 1);
  const shape = integerAttribute(node, 'keepdims') === 1 ? operand(node, 0).shape.map(() => 1) : [];
  return node.graph.constant([product], { shape, type: operand(node, 0).type });
};

/** Cumulative sums of known numbers along an axis. */
export const runningSums: Importer = (node) => {
  const x = operand(node, 0);
  const [axis] = requiredNumbers(node, 1);
  const stride = sizes(x.shape)
    .slice(axis + (axis < 0 ? x.shape.length : 0) + 1)
    .reduce((a, b) => a * b, 1);
  const length = Number(x.shape.at(axis));
  const sums = requiredNumbers(node, 0);
  sums.forEach((_, i) => {
    if (Math.floor(i / stride) % length > 0) sums[i] += sums[i - stride];
  });
  return node.graph.constant(sums, x);
};
