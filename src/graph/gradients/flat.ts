import type { Gradient } from './gradient.ts';

/** Steps are flat wherever they have a slope: no gradient flows through sign or floor, as in PyTorch. */
export const flatGradient: Gradient = () => [null];
