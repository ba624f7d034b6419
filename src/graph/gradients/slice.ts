import { pad } from '../ops.ts';
import { constantNumbers, sizes } from '../value.ts';
import type { Gradient } from './gradient.ts';

/** What was cut away receives zeros. */
export const sliceGradient: Gradient = ({ inputs: [x, starts, ends, axes] }, [dy]) => {
  const before = x.shape.map(() => 0);
  const after = x.shape.map(() => 0);
  constantNumbers(axes).forEach((axis, i) => {
    before[axis] = constantNumbers(starts)[i];
    after[axis] = sizes(x.shape)[axis] - constantNumbers(ends)[i];
  });
  return [pad(dy, before, after), null, null, null];
};
