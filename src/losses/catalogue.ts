import { crossEntropy } from './cross-entropy.ts';
import type { Loss } from './loss.ts';

/** Every loss, by name. */
export const losses = { crossEntropy } satisfies Record<string, () => Loss>;
