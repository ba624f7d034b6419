import { add, div, mul, softplus, sub } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { logSumExp, weightedMean, withEither } from '../reductions.ts';

/** Options of multiSimilarity. */
export type MultiSimilarityOptions = {
  /** How sharply the least similar positive outweighs the others, > 0; small pulls all of them alike. */
  readonly alpha?: number;
  /** How sharply the most similar negative outweighs the others, > 0; large takes the hardest alone, and label noise. */
  readonly beta?: number;
  /** The cosine that divides positives from negatives, -1 to 1: larger lets negatives come closer. */
  readonly base?: number;
};

/**
 * Multi-similarity loss (Wang et al. 2019). The mean over anchors a, with p and n its positives and negatives, of
 * 1 / alpha log(1 + sum_p e^(-alpha (s_ap - base))) + 1 / beta log(1 + sum_n e^(beta (s_an - base))).
 * The defaults are those of pytorch-metric-learning; the paper has alpha 2, beta 50 and a base of 1, its code 0.5.
 */
export function multiSimilarity({ alpha = 2, beta = 50, base = 0.5 }: MultiSimilarityOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities: s, positive, negative }) => {
      const pull = div(softplus(logSumExp(mul(sub(base, s), alpha), positive)), alpha);
      const push = div(softplus(logSumExp(mul(sub(s, base), beta), negative)), beta);
      return weightedMean(add(pull, push), withEither({ positive, negative }));
    },
  };
}
