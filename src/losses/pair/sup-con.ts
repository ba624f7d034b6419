import { add, div, mul, sub, sum } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { active, largest, logSumExp, orZero, weightedMean } from '../reductions.ts';

/** Options of supCon. */
export type SupConOptions = {
  /**
   * Divides cosines, t, above 0. Smaller: the hardest pairs count most, and label noise too. Larger: all count alike.
   */
  readonly temperature?: number;
};

/**
 * Supervised contrastive loss (Khosla et al. 2020, L_out), for labels and large batches with several positives each.
 * With cosines s, [A, O], the mean over anchors a with positives P and negatives n of
 *   -1 / |P| sum_p log(e^(s_ap / t) / (sum_p' e^(s_ap' / t) + sum_n e^(s_an / t)))
 * Weights of positives count in the mean over P. In the denominator a positive with any weight counts as 1, so that the
 * loss stays above 0. The default 0.1 is the paper's optimum.
 */
export function supCon({ temperature: t = 0.1 }: SupConOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities, positive, negative }) => {
      const x = div(similarities, t);
      const share = orZero(positive, sum(positive, -1, { keep: true }));
      const near = sum(mul(share, x), -1, { keep: true });
      return weightedMean(sub(logSumExp(x, add(active(positive), negative)), near), largest(positive));
    },
  };
}
