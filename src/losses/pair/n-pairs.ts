import type { RelationLoss } from '../loss.ts';
import { ntXent } from './nt-xent.ts';

/** Options of nPairs. */
export type NPairsOptions = {
  /**
   * Multiplies cosines, above 0: the squared length of the paper's embeddings. Larger lets only hard negatives count;
   * too small never rests.
   */
  readonly scale?: number;
};

/**
 * Multi-class N-pair loss (Sohn 2016), for many classes with two samples each. The mean over positive pairs (a, p),
 * with n the anchor's negatives and cosines s, [A, O], of
 *   log(1 + sum_n e^(scale (s_an - s_ap)))
 * Where each anchor has one positive this is the paper's loss; otherwise every positive pair is used.
 *
 * The paper leaves lengths free and limits them by weight decay. At length 1 the loss cannot fall below log(1 + N e^-2)
 * for N negatives. The default scale 10 lowers this bound below 1e-5 for N up to 1000 (Wang et al. 2017, NormFace).
 */
export function nPairs({ scale = 10 }: NPairsOptions = {}): RelationLoss {
  return ntXent({ temperature: 1 / scale });
}
