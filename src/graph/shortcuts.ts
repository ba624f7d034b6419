import {
  fromChannelBlocks as fromChannelBlocksAnew,
  toChannelBlocks as toChannelBlocksAnew,
} from './channel-blocks.ts';
import { integers } from './node.ts';
import type { Operator } from './operators/catalogue.ts';
import { matMul, reshape as reshapeAnew, transpose as transposeAnew } from './ops.ts';
import type { Shape, Value } from './value.ts';

/*
 * For values that nobody differentiates again, such as gradients and updates: going back to what was there before costs
 * no node. Elsewhere a shortcut could lead past the very value whose gradient is wanted.
 */

/** As ops.ts has it; an earlier shape is the earlier value. */
export function reshape(x: Value, shape: Shape): Value {
  const maker = x.graph.makerOf(x);
  const earlier = maker?.operator === 'Reshape' ? maker.inputs[0] : x;
  const origin = shape.every((size, axis) => size !== 0 || earlier.shape[axis] === x.shape[axis]) ? earlier : x;
  return hasShape(origin, shape) ? origin : reshapeAnew(origin, shape);
}

/** As ops.ts has it; what was turned is turned back for nothing, and products turn their operands instead. */
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
    // (A^T B)^T = B^T A: a product takes its operands turned for nothing, a turned result costs a pass.
    return matMul(transpose(maker.inputs[1]), transpose(maker.inputs[0]));
  }
  return transposeAnew(x, perm);
}

/** As channel-blocks.ts has it; what came from blocks goes back for nothing. */
export function toChannelBlocks(x: Value, block: number): Value {
  return madeBy(x, 'FromChannelBlocks') ?? toChannelBlocksAnew(x, block);
}

/** As channel-blocks.ts has it; what was put into blocks was there before. */
export function fromChannelBlocks(x: Value, block: number): Value {
  return madeBy(x, 'ToChannelBlocks') ?? fromChannelBlocksAnew(x, block);
}

/** What this operator made x from, if it did. */
function madeBy(x: Value, operator: Operator): Value | undefined {
  const maker = x.graph.makerOf(x);
  return maker?.operator === operator ? maker.inputs[0] : undefined;
}

function isTurned(operand: Value): boolean {
  return operand.graph.makerOf(operand)?.operator === 'Transpose';
}

/** Whether x has this shape already; 0 stands for a size as it is; -1, or a name, for what is left. */
function hasShape({ shape }: Value, wanted: Shape): boolean {
  if (shape.length !== wanted.length || shape.some((size) => typeof size === 'string')) return false;
  const others = wanted.filter((size, axis) => size !== 0 && size !== shape[axis]);
  return others.length === 0 || (others.length === 1 && (others[0] === -1 || typeof others[0] === 'string'));
}
