import { abs, mean, sum } from '../../graph/ops.ts';
import type { Regulariser } from './regulariser.ts';

/**
 * Draws the mean of each embedding's own numbers to zero, as layer normalisation does, so that no constant part takes
 * room in cosines: mean_i |sum_d x_id|, x [B, D]. pytorch-metric-learning's ZeroMeanRegularizer.
 */
export function zeroMean(): Regulariser {
  return { needs: 'embeddings', value: ({ embeddings }) => mean(abs(sum(embeddings, -1))) };
}
