import { classLosses } from './class-losses/catalogue.ts';
import type { EmbeddingLoss } from './losses/embedding-loss.ts';
import { pairLosses } from './pair-losses/catalogue.ts';
import { rankingLosses } from './ranking-losses/catalogue.ts';
import { tripletLosses } from './triplet-losses/catalogue.ts';

/** Every loss on embeddings, by name. */
export const embeddingLosses = {
  ...pairLosses,
  ...tripletLosses,
  ...rankingLosses,
  ...classLosses,
} satisfies Record<string, () => EmbeddingLoss>;

/** The name of a loss on embeddings. */
export type EmbeddingLossName = keyof typeof embeddingLosses;
