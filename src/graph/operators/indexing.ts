import { integer } from '../node.ts';
import { constantNumbers } from '../value.ts';
import type { ShapeRule } from './shape-rule.ts';

export const gather: ShapeRule = ([{ type, shape }, indices], attributes) => {
  const axis = integer(attributes, 'axis');
  return [{ type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
};

export const gatherElements: ShapeRule = ([{ type }, { shape }]) => [{ type, shape }];

export const oneHot: ShapeRule = ([{ shape }, depth, { type }]) => [
  { type, shape: [...shape, ...constantNumbers(depth)] },
];
