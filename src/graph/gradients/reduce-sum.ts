import { expand } from '../ops.ts';
import type { Gradient } from './gradient.ts';
import { withKeptAxes } from './kept-axes.ts';

/** Every summand receives the sum's gradient. */
export const reduceSumGradient: Gradient = (node, [dy]) => [expand(withKeptAxes(node, dy), node.inputs[0].shape), null];
