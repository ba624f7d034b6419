import { cast, greater, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** Flows where y > 0; at the kink none, as in PyTorch. From y alone, so that x is not kept. */
export const reluGradient: Gradient = ({ outputs: [y] }, [dy]) => [mul(dy, cast(greater(y, 0), dy.type))];
