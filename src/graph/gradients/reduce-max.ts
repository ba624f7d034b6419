import { cast, div, equal, mul, sum } from '../ops.ts';
import { constantNumbers } from '../value.ts';
import type { Gradient } from './gradient.ts';
import { withKeptAxes } from './kept-axes.ts';

/** The largest receives the gradient; equals share it, as in PyTorch's amax. */
export const reduceMaxGradient: Gradient = (node, [dy]) => {
  const [x, axes] = node.inputs;
  const isLargest = cast(equal(x, withKeptAxes(node, node.outputs[0])), dy.type);
  const share = div(isLargest, sum(isLargest, constantNumbers(axes), { keep: true }));
  return [mul(withKeptAxes(node, dy), share), null];
};
