import { sub } from '../../graph/ops.ts';
import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of cosFace. */
export type CosFaceOptions = {
  /**
   * Cosine margin, 0..1: how much closer than needed a sample must be to its class. Larger packs classes tighter, until
   * training diverges (beyond about 0.45 in the paper); 0 is normalised softmax. The paper's best is 0.35.
   */
  readonly margin?: number;
  /**
   * Multiplies cosines, above 0. Small never lets a class become certain; large learns only from errors. The paper's is
   * 64.
   */
  readonly scale?: number;
};

/**
 * CosFace, the large margin cosine loss (Wang et al. 2018), for faces and other large, clean collections. Softmax
 * cross-entropy of the logits, [B, C],
 *   s (cos(x_i, p_c) - m [c = y_i])
 * Never negative.
 */
export function cosFace({ margin = 0.35, scale = 64 }: CosFaceOptions = {}): ClassLoss {
  return cosineSoftmax({ scale, own: (cosine) => sub(cosine, margin) });
}
