import { crossEntropy } from './cross-entropy.ts';
import type { Loss } from './loss.ts';

/**
 * Every loss, by name.
 *
 * @example
 * const logits = new Graph().input('logits', 'float32', [8, 3]); // [B, C]
 * const labels = logits.graph.input('labels', 'int64', [8]);
 * const loss = losses.crossEntropy({ labelSmoothing: 0.1 }).value({ logits, labels });
 * loss.shape; // => []
 */
export const losses = { crossEntropy } satisfies Record<string, () => Loss>;
