import { integers } from '../node.ts';
import { transpose } from '../shortcuts.ts';
import type { Gradient } from './gradient.ts';

/** The axes go back to where they came from. */
export const transposeGradient: Gradient = ({ attributes }, [dy]) => {
  const order = integers(attributes, 'perm');
  return [
    transpose(
      dy,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ];
};
