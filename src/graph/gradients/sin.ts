import { cos, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d sin x = cos x dx. */
export const sinGradient: Gradient = ({ inputs: [x] }, [dy]) => [mul(dy, cos(x))];
