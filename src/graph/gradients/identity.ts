import type { Gradient } from './gradient.ts';

/** dy = dx. */
export const identityGradient: Gradient = (_, [dy]) => [dy];
