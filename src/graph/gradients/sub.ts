import { neg } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d(a - b) = da - db. */
export const subGradient: Gradient = (_, [dy]) => [dy, neg(dy)];
