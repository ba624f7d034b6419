import { slice } from '../ops.ts';
import { constantNumbers, sizes } from '../value.ts';
import type { Gradient } from './gradient.ts';

/** The gradient of the padding is dropped. */
export const padGradient: Gradient = ({ inputs: [x, amounts] }, [dy]) => {
  const before = constantNumbers(amounts);
  const inner = sizes(x.shape).reduce((cut, size, axis) => slice(cut, axis, before[axis], before[axis] + size), dy);
  return [inner, null];
};
