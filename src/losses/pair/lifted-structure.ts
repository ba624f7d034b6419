import { add, relu, sub } from '../../graph/ops.ts';
import { distancesOf } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { logSumExp, weightedMean, withEither, zeroWithout } from '../reductions.ts';

/** Options of liftedStructure: distances of unit vectors, 0 to 2. */
export type LiftedStructureOptions = {
  /** Taken from the distances of positives: larger lets them stay farther away. */
  readonly positiveMargin?: number;
  /** How much farther negatives shall lie than positives: larger pushes more, and longer. */
  readonly negativeMargin?: number;
};

/**
 * Generalised lifted structure (Hermans et al. 2017, after Song et al. 2016), with d = sqrt(2 - 2 s). The mean over
 * anchors a, with p and n its positives and negatives, of
 * (log sum_p e^(d_ap - m_p) + log sum_n e^(m_n - d_an))+, where the logarithm of an empty sum counts as 0.
 * The margin 1 is Song et al.'s; it needs no scale, for it sums over all pairs of an anchor.
 */
export function liftedStructure({ positiveMargin = 0, negativeMargin = 1 }: LiftedStructureOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities, positive, negative }) => {
      const d = distancesOf({ similarities });
      const near = zeroWithout(positive, logSumExp(sub(d, positiveMargin), positive));
      const far = zeroWithout(negative, logSumExp(sub(negativeMargin, d), negative));
      return weightedMean(relu(add(near, far)), withEither({ positive, negative }));
    },
  };
}
