import { exp, mul, neg, square } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d erf x = 2 / sqrt(pi) e^(-x^2) dx. */
export const erfGradient: Gradient = ({ inputs: [x] }, [dy]) => [
  mul(dy, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI))),
];
