import type { Gradient } from './gradient.ts';

/** d(a + b) = da + db. */
export const addGradient: Gradient = (_, [dy]) => [dy, dy];
