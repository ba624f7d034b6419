import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';
import { widerAngle } from './wider-angle.ts';

/** Options of arcFace and of subCentreArcFace. */
export type ArcFaceOptions = {
  /**
   * Angle margin in degrees, 0 to 60: how much closer than needed a sample must be to its class. Larger packs classes
   * tighter, until training diverges; 0 is normalised softmax. The paper's 28.6 (0.5 radians) is for millions of faces;
   * 20 to 23 were best on collections of thousands (Musgrave et al. 2020).
   */
  readonly marginDegrees?: number;
  /**
   * Multiplies cosines, above 0. Small never lets a class become certain; large learns only from errors. The paper's is
   * 64.
   */
  readonly scale?: number;
};

/**
 * ArcFace, the additive angular margin loss (Deng et al. 2019), for faces and other large, clean collections. Softmax
 * cross-entropy of the logits, [B, C],
 *   s cos(theta_ic + m [c = y_i]), with theta_ic the angle between x_i and the proxy of class c
 * Never negative.
 */
export function arcFace({ marginDegrees = 23, scale = 64 }: ArcFaceOptions = {}): ClassLoss {
  return cosineSoftmax({ scale, own: (cosine) => widerAngle(cosine, marginDegrees) });
}
