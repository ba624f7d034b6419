import { integer } from '../node.ts';
import { exp, mul, sub, sum } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = log softmax x: dx = dy - e^y sum(dy). */
export const logSoftmaxGradient: Gradient = ({ outputs: [y], attributes }, [dy]) => [
  sub(dy, mul(exp(y), sum(dy, integer(attributes, 'axis'), { keep: true }))),
];
