import { add, mul, relu, square, sub } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { weightedMean } from '../reductions.ts';

/** Options of intraPairVariance: shares of the mean cosine, 0 to 1. */
export type IntraPairVarianceOptions = {
  /** How far below their mean positives may lie without loss. Larger leaves more of them alone; 0 evens out all. */
  readonly positiveSlack?: number;
  /** How far above their mean negatives may lie without loss. Larger leaves more of them alone; 0 evens out all. */
  readonly negativeSlack?: number;
};

/**
 * Intra-pair variance (Yu and Tao 2019): makes the cosines of all positive (negative) pairs alike. With their mean mu_p
 * (mu_n), the slacks e and cosines s, [A, O]:
 *   mean of ((1 - e_p) mu_p - s_p)+^2 over positive pairs + mean of (s_n - (1 + e_n) mu_n)+^2 over negative pairs
 * Use it only beside another loss: it is 0 where all embeddings are equal. The paper adds half of it to tupletMargin,
 * with 0.01 for both slacks.
 */
export function intraPairVariance({
  positiveSlack = 0.01,
  negativeSlack = 0.01,
}: IntraPairVarianceOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities: s, positive, negative }) => {
      const short = sub(mul(weightedMean(s, positive), 1 - positiveSlack), s);
      const beyond = sub(s, mul(weightedMean(s, negative), 1 + negativeSlack));
      return add(weightedMean(square(relu(short)), positive), weightedMean(square(relu(beyond)), negative));
    },
  };
}
