import { add, matMul, mul, reshape, sigmoid, sub } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import { positiveColumns } from '../positive-columns.ts';

/** The rank of each positive of an anchor, [A, P]; 1 is the first. */
export type SmoothRanks = {
  /** The weight of each positive. */
  readonly weights: Value;
  /** Its rank among the anchor's positives. */
  readonly amongPositives: Value;
  /** Its rank among the anchor's positives and negatives. */
  readonly overall: Value;
};

/**
 * Ranks with a gradient: 1 + sum_j sigmoid((s_j - s_i) / T) for each positive i, over the anchor's other comparisons j,
 * each with its weight. The anchor itself is not among them.
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
