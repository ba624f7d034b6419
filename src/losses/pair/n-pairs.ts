import type { RelationLoss } from '../loss.ts';
import { ntXent } from './nt-xent.ts';

/** Options of nPairs. */
export type NPairsOptions = {
  /** What cosines are multiplied by, > 0: the squared length of the paper's embeddings. Larger: only hard negatives count. */
  readonly scale?: number;
};

/**
 * Multi-class N-pair loss (Sohn 2016). The mean over positive pairs (a, p), with n the anchor's negatives and f of length
 * sqrt(scale), of log(1 + sum_n exp(f_a . f_n - f_a . f_p)).
 * Where a batch's anchors are compared with one positive a class it is the paper's; else every positive pair is used.
 *
 * The paper leaves lengths free, and holds them by weight decay. At length 1 the loss cannot fall under
 * log(1 + N e^-2) for N negatives, and never rests; the default 10 brings this floor under 1e-5 for N up to 1000 (the
 * bound of Wang et al. 2017, NormFace).
 */
export function nPairs({ scale = 10 }: NPairsOptions = {}): RelationLoss {
  return ntXent({ temperature: 1 / scale });
}
