import type { Gradient } from './gradient.ts';

/** For steps such as sign and floor, whose derivative is 0: no gradient passes, as in PyTorch. */
export const flatGradient: Gradient = () => [null];
