import type { ClassLoss } from '../loss.ts';
import { cosineSoftmax } from './cosine-softmax.ts';
import { widerAngle } from './wider-angle.ts';

/** Options of arcFace and of subCentreArcFace. */
export type ArcFaceOptions = {
  /**
   * The angle, in degrees, that a sample must have to spare: 0 to 60. A larger one packs classes tighter, until training
   * diverges; 0 is normalised softmax. 28.6 (0.5 radians) is the paper's for millions of faces; 20 to 23 were the best found
   * by search on collections of thousands (Musgrave et al. 2020).
   */
  readonly marginDegrees?: number;
  /** What cosines are multiplied by: a small one never lets a class be certain, a large one looks at errors only. The paper's is 64. */
  readonly scale?: number;
};

/**
 * Additive angular margin loss (Deng et al. 2019), softmax cross-entropy of
 * s cos(theta_ic + m [c = y_i]), where theta_ic is the angle of x_i to the proxy of class c. Never negative.
 */
export function arcFace({ marginDegrees = 23, scale = 64 }: ArcFaceOptions = {}): ClassLoss {
  return cosineSoftmax({ scale, own: (cosine) => widerAngle(cosine, marginDegrees) });
}
