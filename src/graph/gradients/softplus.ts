import { mul, sigmoid } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d log(1 + e^x) = dx / (1 + e^-x). */
export const softplusGradient: Gradient = ({ inputs: [x] }, [dy]) => [mul(dy, sigmoid(x))];
