import { add, matMul, mul, reshape, sigmoid, sub } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import { positiveColumns } from '../positive-columns.ts';

/** At which place each positive of an anchor is found, 1 the first, all [A, P]. */
export type SmoothRanks = {
  /** How much each positive counts. */
  readonly weights: Value;
  /** Among the anchor's positives alone. */
  readonly amongPositives: Value;
  /** Among its positives and negatives. */
  readonly overall: Value;
};

/**
 * Ranks that have a slope: 1 + sum_j sigmoid((s_j - s_i) / T) for each positive i, over what else the anchor is compared
 * with, as much as it counts. The anchor itself is not among them.
 */
export function smoothRanks(comparisons: Comparisons, temperature: number): SmoothRanks {
  const { similarities, weights } = positiveColumns(comparisons);
  const [anchors, positives] = sizes(similarities.shape);
  const own = reshape(similarities, [anchors, positives, 1]);
  const ahead = (s: Value, counts: Value) => {
    const [, others] = sizes(s.shape);
    const isAhead = sigmoid(mul(sub(reshape(s, [anchors, 1, others]), own), 1 / temperature)); // [A, P, others]
    return reshape(matMul(isAhead, reshape(counts, [anchors, others, 1])), [anchors, positives]);
  };
  // Each is half ahead of itself: sigmoid(0).
  const amongPositives = add(sub(ahead(similarities, weights), mul(weights, 0.5)), 1);
  const overall = add(amongPositives, ahead(comparisons.similarities, comparisons.negative));
  return { weights, amongPositives, overall };
}
