import { mul, neg, sin } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d cos x = -sin x dx. */
export const cosGradient: Gradient = ({ inputs: [x] }, [dy]) => [neg(mul(dy, sin(x)))];
