import { add, relu, sub } from '../../graph/ops.ts';
import { distancesOf } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { meanOfActive } from '../reductions.ts';

/** Options of contrastive. Margins are distances of unit vectors, 0 to 2. */
export type ContrastiveOptions = {
  /** Positives closer than this have no loss. Larger leaves classes more spread out; 0 pulls each into one point. */
  readonly positiveMargin?: number;
  /** Negatives farther than this have no loss. Larger pushes all classes apart; smaller, only those that overlap. */
  readonly negativeMargin?: number;
};

/**
 * Contrastive loss (Hadsell et al. 2006), not squared: the simplest loss, for pairs alone. With d = sqrt(2 - 2 s), [A,
 * O]:
 *   mean of (d_ap - m_p)+ over positive pairs + mean of (m_n - d_an)+ over negative pairs, each of those above 0
 * Musgrave et al. 2020 (A Metric Learning Reality Check) found m_p of -0.2, 0.27 and 0.29 best (below 0 acts as 0), and
 * m_n of 0.38, 0.54 and 0.51 (CUB, Cars, SOP).
 */
export function contrastive({ positiveMargin = 0, negativeMargin = 0.5 }: ContrastiveOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: ({ similarities, positive, negative }) => {
      const d = distancesOf({ similarities });
      const apart = meanOfActive(relu(sub(d, positiveMargin)), positive);
      return add(apart, meanOfActive(relu(sub(negativeMargin, d)), negative));
    },
  };
}
