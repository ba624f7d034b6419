import { cast, greater, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/**
 * The gradient passes where y > 0, and not at 0, as in PyTorch. It is computed from y alone, so that x need not be
 * kept.
 */
export const reluGradient: Gradient = ({ outputs: [y] }, [dy]) => [mul(dy, cast(greater(y, 0), dy.type))];
