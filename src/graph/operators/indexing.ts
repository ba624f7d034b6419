import { integer } from '../node.ts';
import { constantNumbers } from '../value.ts';
import type { ShapeRule } from './shape-rule.ts';

/** The shape in which all axes of the indices replace one axis. */
export const gather: ShapeRule = ([{ type, shape }, indices], attributes) => {
  const axis = integer(attributes, 'axis');
  return [{ type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
};

/** The shape of the indices. */
export const gatherElements: ShapeRule = ([{ type }, { shape }]) => [{ type, shape }];

/** One more axis after those of the indices, as long as the constant depth. */
export const oneHot: ShapeRule = ([{ shape }, depth, { type }]) => [
  { type, shape: [...shape, ...constantNumbers(depth)] },
];

/** The largest values along one axis, as many as the constant count, and their int64 indices. */
export const topK: ShapeRule = ([{ type, shape }, count], attributes) => {
  const kept = shape.with(integer(attributes, 'axis'), constantNumbers(count)[0]);
  return [
    { type, shape: kept },
    { type: 'int64', shape: kept },
  ];
};
