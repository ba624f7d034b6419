import { mul, sign } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d|x| = sign(x) dx; 0 at x = 0, as in PyTorch. */
export const absGradient: Gradient = ({ inputs: [x] }, [dy]) => [mul(dy, sign(x))];
