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

/** Every loss on embeddings, by name. */
export const embeddingLosses = {
  ...pairLosses,
  ...tripletLosses,
  ...rankingLosses,
  ...classLosses,
} satisfies Record<string, () => EmbeddingLoss>;

/** Every loss, by name: what `--loss` offers. */
export const losses = { ...logitLosses, ...embeddingLosses };

/** The name of a loss. */
export type LossName = keyof typeof losses;

/** The name of a loss on embeddings. */
export type EmbeddingLossName = keyof typeof embeddingLosses;

/** The loss that trains from class labels where nobody chose another. */
export const defaultLoss: LossName = 'crossEntropy';
