import { div, softplus, sub } from '../../../graph/ops.ts';
import type { RelationLoss } from '../embedding-loss.ts';
import { logSumExp, weightedMean } from './reductions.ts';

/** Options of ntXent. */
export type NtXentOptions = {
  /**
   * What cosines are divided by, > 0. Smaller: only the most similar negatives count, gradients are large, and label
   * noise is learned; larger: all count alike, and classes stay close together.
   */
  readonly temperature?: number;
};

/**
 * Normalised, temperature-scaled cross-entropy (Chen et al. 2020, SimCLR; van den Oord et al. 2018, InfoNCE). Of every
 * positive pair (a, p), with t the temperature and n the anchor's negatives:
 * - log(e^(s_ap / t) / (e^(s_ap / t) + sum_n e^(s_an / t))); then the mean over pairs.
 * The default 0.1 is what SimCLR found best for unit vectors, of 0.05 to 1 (its table 5).
 */
export function ntXent({ temperature = 0.1 }: NtXentOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities, positive, negative }) => {
      const x = div(similarities, temperature);
      return weightedMean(softplus(sub(logSumExp(x, negative), x)), positive);
    },
  };
}
