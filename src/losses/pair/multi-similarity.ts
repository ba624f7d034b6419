import { add, div, mul, softplus, sub } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { logSumExp, weightedMean, withEither } from '../reductions.ts';

/** Options of multiSimilarity. */
export type MultiSimilarityOptions = {
  /** Scale for positives, above 0. Large lets the least similar positive decide alone; small pulls all alike. */
  readonly alpha?: number;
  /**
   * Scale for negatives, above 0. Large lets the most similar negative decide alone, and label noise with it; small
   * pushes all alike.
   */
  readonly beta?: number;
  /**
   * The cosine between positives and negatives, -1 to 1. Larger lets negatives come closer; smaller demands less of
   * positives.
   */
  readonly base?: number;
};

/**
 * Multi-similarity loss (Wang et al. 2019): a good first choice among losses on pairs, with the miner of the same name.
 * With cosines s, [A, O], the mean over anchors a with positives p and negatives n of
 *   1 / alpha log(1 + sum_p e^(-alpha (s_ap - base))) + 1 / beta log(1 + sum_n e^(beta (s_an - base)))
 * The defaults are pytorch-metric-learning's. The paper has alpha 2, beta 50 and base 1; its code has base 0.5.
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
