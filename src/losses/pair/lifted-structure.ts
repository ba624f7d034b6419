import { add, relu, sub } from '../../graph/ops.ts';
import { distancesOf } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { logSumExp, weightedMean, withEither, zeroWithout } from '../reductions.ts';

/** Options of liftedStructure. Margins are distances of unit vectors, 0 to 2. */
export type LiftedStructureOptions = {
  /** Subtracted from the distances of positives. Larger lets them stay farther away. */
  readonly positiveMargin?: number;
  /**
   * How much farther than positives negatives should be. Larger pushes more pairs, and for longer; too large never
   * rests.
   */
  readonly negativeMargin?: number;
};

/**
 * Generalised lifted structure (Hermans et al. 2017, after Song et al. 2016): every pair of a batch counts, hard ones
 * most, without a scale to tune. With d = sqrt(2 - 2 s), [A, O], the mean over anchors a with positives p and negatives
 * n of
 *   (log sum_p e^(d_ap - m_p) + log sum_n e^(m_n - d_an))+, where the logarithm of an empty sum counts as 0
 * The default margin 1 is that of Song et al.
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
