import { cast, equal, mul } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** Flows where x was left as it is, its limits included, as in PyTorch. */
export const clipGradient: Gradient = ({ inputs: [x], outputs: [y] }, [dy]) => [mul(dy, cast(equal(x, y), dy.type))];
