import { mul, sub } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = 1 / (1 + e^-x): dy = y (1 - y) dx. */
export const sigmoidGradient: Gradient = ({ outputs: [y] }, [dy]) => [mul(dy, mul(y, sub(1, y)))];
