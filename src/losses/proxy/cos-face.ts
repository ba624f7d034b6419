import { sub } from '../../graph/ops.ts';
import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of cosFace. */
export type CosFaceOptions = {
  /**
   * Cosine that a sample must have to spare, 0..1. A larger one packs classes tighter, until nothing fits any more and
   * training diverges (beyond about 0.45 in the paper); 0 is normalised softmax. The paper's best is 0.35.
   */
  readonly margin?: number;
  /** What cosines are multiplied by: a small one never lets a class be certain, a large one looks at errors only. The paper's is 64. */
  readonly scale?: number;
};

/**
 * Large margin cosine loss (Wang et al. 2018), softmax cross-entropy of
 * s (cos(x_i, p_c) - m [c = y_i]). Never negative.
 */
export function cosFace({ margin = 0.35, scale = 64 }: CosFaceOptions = {}): ClassLoss {
  return cosineSoftmax({ scale, own: (cosine) => sub(cosine, margin) });
}
