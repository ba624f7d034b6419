import { add, mul, reshape, softmax, sub, sum } from '../../graph/ops.ts';
import { sizes } from '../../graph/value.ts';
import type { ClassLoss } from '../loss.ts';
import { sparseCentres } from '../regularisers/sparse-centres.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of softTriple. */
export type SoftTripleOptions = {
  /**
   * Centres of each class, 1 or more: as many as a class may have different looks. `merging` joins superfluous ones;
   * too few blend different looks. The paper's is 10.
   */
  readonly centres?: number;
  /**
   * Cosine margin, 0..1: how much closer than needed a sample must be to its class. More packs classes tighter. The
   * paper's is 0.01.
   */
  readonly margin?: number;
  /**
   * Multiplies cosines with classes, above 0. Small never lets a class become certain; large overfits. The paper's is
   * 20.
   */
  readonly scale?: number;
  /**
   * Temperature of a sample's choice among the centres of a class, above 0. Small: only the nearest counts; large: all
   * alike. The paper's is 0.1.
   */
  readonly temperature?: number;
  /**
   * Weight of the term that draws the centres of a class together, 0 or more: too little keeps superfluous centres, too
   * much leaves one. The paper's is 0.2.
   */
  readonly merging?: number;
};

/**
 * SoftTriple (Qian et al. 2019), for classes with several looks: a class has K centres, p [C, K, D]. Softmax
 * cross-entropy of
 *   s (S_ic - m [c = y_i]), S_ic = sum_k q_ick cos(x_i, p_ck), q_ic = softmax_k(cos(x_i, p_ck) / T)
 *     + merging sum_c sum_(k < l) |p_ck - p_cl| / (C K (K - 1)), between unit vectors
 * Never negative.
 */
export function softTriple(options: SoftTripleOptions = {}): ClassLoss {
  const { centres = 10, margin = 0.01, scale = 20, temperature = 0.1, merging = 0.2 } = options;
  const softmaxed = cosineSoftmax({
    scale,
    own: (cosine) => sub(cosine, margin),
    centres: { count: centres, cosine: (s) => sum(mul(softmax(mul(s, 1 / temperature)), s), -1) },
  });
  if (merging === 0 || centres === 1) return softmaxed;
  return {
    ...softmaxed,
    value(given) {
      const { embeddings, weights } = given;
      const [, dimensions] = sizes(weights.proxies.shape);
      const perClass = reshape(weights.proxies, [-1, centres, dimensions]);
      return add(softmaxed.value(given), mul(sparseCentres().value({ embeddings, centres: perClass }), merging));
    },
  };
}
