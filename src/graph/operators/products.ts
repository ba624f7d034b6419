import { internalError } from '../../base/error.ts';
import { broadcastShapes } from '../broadcast.ts';
import type { ShapeRule } from './shape-rule.ts';

/** [..., M, K] x [..., K, N] -> [..., M, N]; leading axes broadcast. */
export const matMul: ShapeRule = ([a, b]) => {
  if (a.shape.length < 2 || b.shape.length < 2)
    throw internalError('the operands of a matrix product need two axes or more');
  if (a.shape.at(-1) !== b.shape.at(-2)) throw internalError(`[${a.shape}] x [${b.shape}] is not a matrix product`);
  const stacks = broadcastShapes([a, b].map(({ shape }) => ({ shape: shape.slice(0, -2) })));
  return [{ type: a.type, shape: [...stacks, ...a.shape.slice(-2, -1), ...b.shape.slice(-1)] }];
};
