import { cast, div, equal, mul, sum } from '../ops.ts';
import { constantNumbers } from '../value.ts';
import type { Gradient } from './gradient.ts';
import { withKeptAxes } from './kept-axes.ts';

/**
 * For ReduceMax and ReduceMin: the largest (smallest) element receives the gradient; equal ones share it, as in
 * PyTorch's amax and amin.
 */
export const reducedExtremeGradient: Gradient = (node, [dy]) => {
  const [x, axes] = node.inputs;
  const isWinner = cast(equal(x, withKeptAxes(node, node.outputs[0])), dy.type);
  const share = div(isWinner, sum(isWinner, constantNumbers(axes), { keep: true }));
  return [mul(withKeptAxes(node, dy), share), null];
};
