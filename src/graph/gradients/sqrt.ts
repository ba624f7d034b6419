import { div, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = sqrt x: dy = dx / 2y. */
export const sqrtGradient: Gradient = ({ outputs: [y] }, [dy]) => [div(dy, mul(y, 2))];
