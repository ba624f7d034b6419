import { mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d(a b) = b da + a db. */
export const mulGradient: Gradient = ({ inputs: [a, b] }, [dy]) => [mul(dy, b), mul(dy, a)];
