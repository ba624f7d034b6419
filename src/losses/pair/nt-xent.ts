import { div, sub } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { logOnePlusExp, logSumExp, weightedMean } from '../reductions.ts';

/** Options of ntXent. */
export type NtXentOptions = {
  /**
   * Divides cosines, t, above 0. Smaller: only the most similar negatives count, gradients are large, and label noise
   * is learned. Larger: all count alike, and classes stay close together.
   */
  readonly temperature?: number;
};

/**
 * NT-Xent, the normalised, temperature-scaled cross-entropy (van den Oord et al. 2018, InfoNCE; Chen et al. 2020,
 * SimCLR), for two views of each picture without labels. With cosines s, [A, O], the mean over positive pairs (a, p),
 * with n the anchor's negatives, of
 *   -log(e^(s_ap / t) / (e^(s_ap / t) + sum_n e^(s_an / t)))
 * The default is that of Wu et al. 2018 and He et al. 2020. SimCLR found 0.1 best of 0.05 to 1. Musgrave et al. 2020 (A
 * Metric Learning Reality Check) found 0.009 to 0.022 with 32 samples a batch and 0.042 with 256.
 */
export function ntXent({ temperature: t = 0.07 }: NtXentOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities, positive, negative }) => {
      const x = div(similarities, t);
      return weightedMean(logOnePlusExp(sub(logSumExp(x, negative), x)), positive);
    },
  };
}
