import { add, div, mul, sub, sum } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { active, largest, logSumExp, orZero, weightedMean } from '../reductions.ts';

/** Options of supCon. */
export type SupConOptions = {
  /** What cosines are divided by, t > 0. Smaller: the hardest pairs count most, and noise too; larger: all alike. */
  readonly temperature?: number;
};

/**
 * Supervised contrastive loss (Khosla et al. 2020, L_out). The mean over anchors a that have positives P, with n the
 * negatives, of - 1 / |P| sum_p log(e^(s_ap / t) / (sum_p' e^(s_ap' / t) + sum_n e^(s_an / t))).
 * Weights of positives say how much each counts in the mean over P; below the fraction a positive counts whole, so that
 * the loss stays above 0. The default 0.1 is the paper's optimum.
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
