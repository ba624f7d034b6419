import { cast, greater, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** Flows where x > 0; at the kink 0, as in PyTorch. */
export const reluGradient: Gradient = ({ inputs: [x] }, [dy]) => [mul(dy, cast(greater(x, 0), dy.type))];
