import { add, mul, relu, square, sub } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { weightedMean } from '../reductions.ts';

/** Options of intraPairVariance: shares of the mean cosine. */
export type IntraPairVarianceOptions = {
  /** How far below their mean, as a share of it, positives may lie; larger leaves more of them alone. */
  readonly positiveSlack?: number;
  /** How far above their mean, as a share of it, negatives may lie; larger leaves more of them alone. */
  readonly negativeSlack?: number;
};

/**
 * Intra-pair variance (Yu and Tao 2019): with mu the mean cosine of all positive (negative) pairs and e the slacks,
 * mean of ((1 - e_p) mu_p - s_p)+^2 over positive pairs + mean of (s_n - (1 + e_n) mu_n)+^2 over negative pairs.
 * It only evens pairs out, and is 0 where all embeddings are equal: add it to a loss that tells classes apart. The paper
 * adds half of it to tupletMargin, with 0.01 for both slacks.
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
