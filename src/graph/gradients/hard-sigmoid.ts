import { decimal } from '../node.ts';
import { and, greater, less, mul, where } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** The slope alpha where 0 < y < 1, elsewhere none; at the kinks none, as in PyTorch. */
export const hardSigmoidGradient: Gradient = ({ outputs: [y], attributes }, [dy]) => [
  where(and(greater(y, 0), less(y, 1)), mul(dy, decimal(attributes, 'alpha')), 0),
];
