import { max } from '../../graph/ops.ts';
import type { ClassLoss } from '../loss.ts';
import type { ArcFaceOptions } from './arc-face.ts';
import { cosineSoftmax } from './cosine-softmax.ts';
import { widerAngle } from './wider-angle.ts';

/** Options of subCentreArcFace. */
export type SubCentreArcFaceOptions = ArcFaceOptions & {
  /**
   * Proxies of each class, 1 or more. Wrong labels and rare looks gather at the minor ones, and no longer move the
   * class. Too many split one class. The paper's best is 3.
   */
  readonly centres?: number;
};

/**
 * Sub-centre ArcFace (Deng et al. 2020), for labels that may be wrong: ArcFace, where the cosine with a class is the
 * largest of those with its K proxies:
 *   cos theta_ic = max_k cos(x_i, p_ck), [B, C]
 * The proxies of class c are the rows c K .. c K + K - 1.
 */
export function subCentreArcFace(options: SubCentreArcFaceOptions = {}): ClassLoss {
  const { marginDegrees = 23, scale = 64, centres = 3 } = options;
  return cosineSoftmax({
    scale,
    own: (cosine) => widerAngle(cosine, marginDegrees),
    centres: { count: centres, cosine: (ofCentres) => max(ofCentres, -1) },
  });
}
