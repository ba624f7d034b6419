import { mul, square, sub } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = tanh x: dy = (1 - y^2) dx. */
export const tanhGradient: Gradient = ({ outputs: [y] }, [dy]) => [mul(dy, sub(1, square(y)))];
