import { add, clip, matMul, mul, normalised, reshape, softmax, sqrt, sub, sum, transpose } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { ClassLoss } from '../losses/embedding-loss.ts';
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

/** Below this, squared, a distance has no direction in float32: merged centres stay merged. */
const leastSquared = 1e-6;

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
    value: (given) => add(softmaxed.value(given), mul(spread(given.weights.proxies, centres), merging)),
  };
}

/** sum_c sum_(k < l) |p_ck - p_cl| / (C K (K - 1)): half the mean distance of two centres of a class. */
function spread(centres: Value, count: number): Value {
  const [all, dimensions] = sizes(centres.shape);
  const perClass = reshape(normalised(centres), [all / count, count, dimensions]);
  const squared = sub(2, mul(matMul(perClass, transpose(perClass)), 2)); // [C, K, K]
  const pairs = Array.from({ length: count * count }, (_, i) => (i % count > Math.floor(i / count) ? 1 : 0));
  const each = centres.graph.constant(pairs, { shape: [count, count], type: centres.type });
  return mul(sum(mul(sqrt(clip(squared, leastSquared, 4)), each)), 1 / (all * (count - 1)));
}
