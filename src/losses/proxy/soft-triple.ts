import { add, mul, reshape, softmax, sub, sum } from '../../graph/ops.ts';
import { sizes } from '../../graph/value.ts';
import type { ClassLoss } from '../loss.ts';
import { sparseCentres } from '../regularisers/sparse-centres.ts';
import { cosineSoftmax } from './cosine-softmax.ts';

/** Options of softTriple. */
export type SoftTripleOptions = {
  /** Centres of each class, 1 or more: as many as a class may have looks. `merging` brings what is too many together. The paper's is 10. */
  readonly centres?: number;
  /** Cosine that a sample must have to spare, 0..1: more packs classes tighter. The paper's is 0.01. */
  readonly margin?: number;
  /** What cosines with classes are multiplied by: a small one never lets a class be certain, a large one overfits. The paper's is 20. */
  readonly scale?: number;
  /** How softly a sample chooses among the centres of a class, above 0: small, only the nearest; large, all alike. The paper's is 0.1. */
  readonly temperature?: number;
  /** How hard a class's centres are drawn together, 0 or more, so that it keeps no more than it needs. The paper's is 0.2. */
  readonly merging?: number;
};

/**
 * SoftTriple (Qian et al. 2019): softmax cross-entropy of s (S_ic - m [c = y_i]), where a class may have several centres,
 * S_ic = sum_k q_ick cos(x_i, p_ck) with q_ic = softmax_k(cos(x_i, p_ck) / T), plus
 * merging sum_c sum_(k < l) |p_ck - p_cl| / (C K (K - 1)), between unit vectors. Never negative.
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
