import { pad } from '../ops.ts';
import { constantNumbers, sizes } from '../value.ts';
import { dilated } from './dilated.ts';
import type { Gradient } from './gradient.ts';

/** Elements that were cut away or skipped receive zeros. */
export const sliceGradient: Gradient = ({ inputs: [x, starts, , axes, steps] }, [dy]) => {
  const [before, strides] = [x.shape.map(() => 0), x.shape.map(() => 1)];
  constantNumbers(axes).forEach((axis, i) => {
    before[axis] = constantNumbers(starts)[i];
    strides[axis] = steps ? constantNumbers(steps)[i] : 1;
  });
  const taken = dilated(dy, strides);
  const after = sizes(x.shape).map((size, axis) => size - before[axis] - sizes(taken.shape)[axis]);
  return [pad(taken, before, after), null, null, null];
};
