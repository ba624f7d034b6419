import { div } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** d log x = dx / x. */
export const logGradient: Gradient = ({ inputs: [x] }, [dy]) => [div(dy, x)];
