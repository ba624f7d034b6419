import { euclideanLength, mean, pow } from '../../graph/ops.ts';
import type { Regulariser } from './regulariser.ts';

/** Options of embeddingNorm. */
export type EmbeddingNormOptions = {
  /** The power of the length, 1 or more. 1 shortens all embeddings alike, 2 long ones more. */
  readonly power?: number;
};

/**
 * The mean length of embeddings, mean_i |x_i|^power, x [B, D], before they are brought to unit length. It keeps
 * lengths, which no cosine sees, from growing until gradients vanish. pytorch-metric-learning's LpRegularizer with p =
 * 2. Weights of about 0.01 are usual; too much shrinks embeddings to zero.
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
