import { cast } from '../ops.ts';
import { isFloat } from '../value.ts';
import type { Gradient } from './gradient.ts';

/** Between float types the gradient is cast back; whole numbers have none. */
export const castGradient: Gradient = ({ inputs: [x] }, [dy]) => [isFloat(x) ? cast(dy, x.type) : null];
