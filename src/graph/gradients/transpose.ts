import { integers } from '../node.ts';
import { transpose } from '../shortcuts.ts';
import type { Gradient } from './gradient.ts';

/** Transposes the gradient back. */
export const transposeGradient: Gradient = ({ attributes }, [dy]) => {
  const order = integers(attributes, 'perm');
  return [
    transpose(
      dy,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ];
};
