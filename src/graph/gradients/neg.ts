import { neg } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d(-x) = -dx. */
export const negGradient: Gradient = (_, [dy]) => [neg(dy)];
