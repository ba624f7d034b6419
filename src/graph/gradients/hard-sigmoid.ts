import { decimal } from '../node.ts';
import { and, cast, greater, less, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** The slope alpha where 0 < y < 1, elsewhere none; at the kinks none, as in PyTorch. */
export const hardSigmoidGradient: Gradient = ({ outputs: [y], attributes }, [dy]) => [
  mul(dy, mul(cast(and(greater(y, 0), less(y, 1)), dy.type), decimal(attributes, 'alpha'))),
];
