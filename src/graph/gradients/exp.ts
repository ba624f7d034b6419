import { mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = e^x: dy = y dx. */
export const expGradient: Gradient = ({ outputs: [y] }, [dy]) => [mul(dy, y)];
