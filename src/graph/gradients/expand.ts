import type { Gradient } from './gradient.ts';

/** As for any broadcasting, the walk sums over the stretched axes. */
export const expandGradient: Gradient = (_, [dy]) => [dy, null];
