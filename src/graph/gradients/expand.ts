import type { Gradient } from './gradient.ts';

/** The reverse walk sums over the broadcast axes, as for any broadcasting. */
export const expandGradient: Gradient = (_, [dy]) => [dy, null];
