import type { EmbeddingLoss } from './embedding-loss.ts';
import { pairLosses } from './pair/catalogue.ts';
import { classLosses } from './proxy/catalogue.ts';
import { rankingLosses } from './ranking/catalogue.ts';
import { tripletLosses } from './triplet/catalogue.ts';

/** Every loss on embeddings, by name. */
export const embeddingLosses = {
  ...pairLosses,
  ...tripletLosses,
  ...rankingLosses,
  ...classLosses,
} satisfies Record<string, () => EmbeddingLoss>;

/** The name of a loss on embeddings. */
export type EmbeddingLossName = keyof typeof embeddingLosses;
