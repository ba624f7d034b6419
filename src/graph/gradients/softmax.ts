import { integer } from '../node.ts';
import { mul, sub, sum } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = softmax x: dx = y (dy - sum(y dy)). */
export const softmaxGradient: Gradient = ({ outputs: [y], attributes }, [dy]) => [
  mul(y, sub(dy, sum(mul(y, dy), integer(attributes, 'axis'), { keep: true }))),
];
