import type { EmbeddingLoss } from './embedding-loss.ts';
import { pairLosses } from './pair/catalogue.ts';
import { classLosses } from './proxy/catalogue.ts';
import { rankingLosses } from './ranking/catalogue.ts';
import { tripletLosses } from './triplet/catalogue.ts';

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

/** The name of a loss on embeddings. */
export type EmbeddingLossName = keyof typeof embeddingLosses;
