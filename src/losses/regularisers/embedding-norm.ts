import { euclideanLength, mean, pow } from '../../graph/ops.ts';
import type { Regulariser } from './regulariser.ts';

/** Options of embeddingNorm. */
export type EmbeddingNormOptions = {
  /** 1 pulls all embeddings alike, 2 the long ones more; 1 or more. */
  readonly power?: number;
};

/**
 * The mean Euclidean length of embeddings, |x|^power, before they are brought to unit length: keeps lengths, which no cosine
 * sees, from growing until gradients vanish. pytorch-metric-learning's LpRegularizer with p = 2; weights of about 0.01 are
 * usual.
 */
export function embeddingNorm({ power = 1 }: EmbeddingNormOptions = {}): Regulariser {
  return {
    needs: 'embeddings',
    value: ({ embeddings }) => {
      const lengths = euclideanLength(embeddings);
      return mean(power === 1 ? lengths : pow(lengths, power));
    },
  };
}
