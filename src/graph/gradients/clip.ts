import { and, cast, greater, less, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/**
 * The gradient passes where y is strictly between the limits, and not at the limits, as in PyTorch's ReLU6. It is
 * computed from y alone, so that x need not be kept in memory.
 */
export const clipGradient: Gradient = ({ inputs: [, least, most], outputs: [y] }, [dy]) => [
  mul(dy, cast(and(greater(y, least), less(y, most)), dy.type)),
];
