import { crossEntropy } from './cross-entropy.ts';
import type { EmbeddingLoss, LogitLoss } from './loss.ts';
import { pairLosses } from './pair/catalogue.ts';
import { classLosses } from './proxy/catalogue.ts';
import { rankingLosses } from './ranking/catalogue.ts';
import { tripletLosses } from './triplet/catalogue.ts';

/** Options that every loss on logits takes. */
export type LogitLossOptions = { readonly labelSmoothing?: number };

/** Every loss on the logits of a classifier head, by name. */
export const logitLosses = { crossEntropy } satisfies Record<string, (options?: LogitLossOptions) => LogitLoss>;

/**
 * Every loss on embeddings, by name.
 *
 * @example
 * const embeddings = new Graph().input('embeddings', 'float32', [8, 4]); // [B, D]
 * const labels = embeddings.graph.input('labels', 'int64', [8]);
 * const triplet = embeddingLosses.tripletMargin({ margin: 0.2 });
 * const loss = triplet.value(compared(embeddings, relationsByLabels(labels)), {});
 * triplet.needs; // => 'triplets'
 */
export const embeddingLosses = {
  ...pairLosses,
  ...tripletLosses,
  ...rankingLosses,
  ...classLosses,
} satisfies Record<string, () => EmbeddingLoss>;

/**
 * Every loss, by name: what `--loss` offers.
 *
 * @example
 * const logits = new Graph().input('logits', 'float32', [8, 3]); // [B, C]
 * const labels = logits.graph.input('labels', 'int64', [8]);
 * const loss = losses.crossEntropy({ labelSmoothing: 0.1 }).value({ logits, labels });
 * 'loss' in loss; // => false
 */
export const losses = { ...logitLosses, ...embeddingLosses };

/** The name of a loss. */
export type LossName = keyof typeof losses;

/** The name of a loss on embeddings. */
export type EmbeddingLossName = keyof typeof embeddingLosses;

/** The loss that trains from class labels where nobody chose another. */
export const defaultLoss: LossName = 'crossEntropy';
