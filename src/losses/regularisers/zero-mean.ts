import { abs, mean, sum } from '../../graph/ops.ts';
import type { Regulariser } from './regulariser.ts';

/**
 * mean_i |sum_d x_id|: draws each embedding's own numbers to a mean of zero, as layer normalisation would, so that no
 * constant part takes room in cosines. pytorch-metric-learning's ZeroMeanRegularizer.
 */
export function zeroMean(): Regulariser {
  return { needs: 'embeddings', value: ({ embeddings }) => mean(abs(sum(embeddings, -1))) };
}
