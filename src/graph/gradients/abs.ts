import { mul, sign } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d|x| = sign(x) dx; at the kink 0, as in PyTorch. */
export const absGradient: Gradient = ({ inputs: [x] }, [dy]) => [mul(dy, sign(x))];
