import { div, mul, neg } from '../ops.ts';
import type { Gradient } from './gradient.ts';

/** With y = a / b: dy = da / b - y db / b. */
export const divGradient: Gradient = ({ inputs: [, b], outputs: [y] }, [dy]) => {
  const da = div(dy, b);
  return [da, neg(mul(da, y))];
};
