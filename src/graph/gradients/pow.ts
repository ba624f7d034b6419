import { log, mul, pow, sub } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = x^p: dy = p x^(p - 1) dx + y log(x) dp. */
export const powGradient: Gradient = ({ inputs: [x, p], outputs: [y] }, [dy]) => [
  mul(dy, mul(p, pow(x, sub(p, 1)))),
  mul(dy, mul(y, log(x))),
];
