import { integer } from '../node.ts';
import { slice } from '../ops.ts';
import { sizes } from '../value.ts';
import type { Gradient } from './gradient.ts';

/** Each input receives its own part of the gradient. */
export const concatGradient: Gradient = ({ inputs, attributes }, [dy]) => {
  const axis = integer(attributes, 'axis');
  const lengths = inputs.map(({ shape }) => sizes(shape)[axis]);
  const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b));
  return ends.map((end, i) => slice(dy, axis, end - lengths[i], end));
};
