import {
  fromChannelBlocks as fromChannelBlocksAnew,
  toChannelBlocks as toChannelBlocksAnew,
} from './channel-blocks.ts';
import { integers } from './node.ts';
import type { Operator } from './operators/catalogue.ts';
import { matMul, reshape as reshapeAnew, transpose as transposeAnew } from './ops.ts';
import type { Shape, Value } from './value.ts';

/*
 * For values that are not differentiated again, such as gradients and updates: where an operation undoes an earlier
 * one, the earlier value is used instead of a new node. Elsewhere such a shortcut could bypass the very value whose
 * gradient is wanted.
 */

/** Like ops.ts; gives the earlier value where it has the wanted shape. */
export function reshape(x: Value, shape: Shape): Value {
  const maker = x.graph.makerOf(x);
  const earlier = maker?.operator === 'Reshape' ? maker.inputs[0] : x;
  const origin = shape.every((size, axis) => size !== 0 || earlier.shape[axis] === x.shape[axis]) ? earlier : x;
  return hasShape(origin, shape) ? origin : reshapeAnew(origin, shape);
}

/**
 * Like ops.ts; two transpositions that cancel out give the earlier value, and the transpose of a product transposes its
 * operands instead.
 */
export function transpose(x: Value, order?: readonly number[]): Value {
  const axes = x.shape.map((_, axis) => axis);
  const swapped = [...axes.slice(0, -2), ...axes.slice(-1), ...axes.slice(-2, -1)];
  const perm = order ?? swapped;
  const maker = x.graph.makerOf(x);
  if (maker?.operator === 'Transpose') {
    const earlier = integers(maker.attributes, 'perm');
    const both = perm.map((axis) => earlier[axis]);
    return both.every((axis, i) => axis === i) ? maker.inputs[0] : transposeAnew(maker.inputs[0], both);
  }
  if (maker?.operator === 'MatMul' && maker.inputs.some(isTurned) && perm.join() === swapped.join()) {
    // (A^T B)^T = B^T A: transposed operands cost a product nothing, but a transposed result costs a pass.
    return matMul(transpose(maker.inputs[1]), transpose(maker.inputs[0]));
  }
  return transposeAnew(x, perm);
}

/** Like channel-blocks.ts; gives the earlier value where x came from blocks. */
export function toChannelBlocks(x: Value, block: number): Value {
  return madeBy(x, 'FromChannelBlocks') ?? toChannelBlocksAnew(x, block);
}

/** Like channel-blocks.ts; gives the earlier value where x was put into blocks. */
export function fromChannelBlocks(x: Value, block: number): Value {
  return madeBy(x, 'ToChannelBlocks') ?? fromChannelBlocksAnew(x, block);
}

/** The input from which this operator made x; undefined where another one did. */
function madeBy(x: Value, operator: Operator): Value | undefined {
  const maker = x.graph.makerOf(x);
  return maker?.operator === operator ? maker.inputs[0] : undefined;
}

function isTurned(operand: Value): boolean {
  return operand.graph.makerOf(operand)?.operator === 'Transpose';
}

/** Whether x already has this shape. 0 keeps a size; -1, or a name, takes what is left. */
function hasShape({ shape }: Value, wanted: Shape): boolean {
  if (shape.length !== wanted.length || shape.some((size) => typeof size === 'string')) return false;
  const others = wanted.filter((size, axis) => size !== 0 && size !== shape[axis]);
  return others.length === 0 || (others.length === 1 && (others[0] === -1 || typeof others[0] === 'string'));
}
