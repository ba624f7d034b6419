import { float } from '../node.ts';
import { and, cast, greater, less, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** The gradient is alpha where 0 < y < 1, else 0; also 0 at the corners, as in PyTorch. */
export const hardSigmoidGradient: Gradient = ({ outputs: [y], attributes }, [dy]) => [
  mul(dy, mul(cast(and(greater(y, 0), less(y, 1)), dy.type), float(attributes, 'alpha'))),
];
