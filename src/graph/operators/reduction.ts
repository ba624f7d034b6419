import { integer } from '../node.ts';
import { constantNumbers } from '../value.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The shape without the axes that the second input lists, or with them at size 1. */
export const reduction: ShapeRule = ([{ type, shape }, axes], attributes) => {
  const reduced = new Set(constantNumbers(axes));
  const kept = integer(attributes, 'keepdims') === 1 ? [1] : [];
  return [{ type, shape: shape.flatMap((size, axis) => (reduced.has(axis) ? kept : [size])) }];
};
