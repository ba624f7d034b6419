import { div, expand } from '../ops.ts';
import { elementCount } from '../value.ts';
import type { Gradient } from './gradient.ts';
import { withKeptAxes } from './kept-axes.ts';

/** Every one of n numbers receives 1/n of the mean's gradient. */
export const reduceMeanGradient: Gradient = (node, [dy]) => {
  const [x] = node.inputs;
  const count = elementCount(x.shape) / elementCount(dy.shape);
  return [expand(withKeptAxes(node, div(dy, count)), x.shape), null];
};
