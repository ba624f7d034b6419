import { and, cast, greater, less, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/**
 * Flows where y is between the limits; at them none, as in PyTorch's ReLU6. From y alone, so that x, which nothing else
 * may need, is not kept.
 */
export const clipGradient: Gradient = ({ inputs: [, least, most], outputs: [y] }, [dy]) => [
  mul(dy, cast(and(greater(y, least), less(y, most)), dy.type)),
];
