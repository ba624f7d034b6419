import { gatherElements, topK } from '../graph/ops.ts';
import { sizes, type Value } from '../graph/value.ts';
import type { Comparisons } from './comparisons.ts';

/**
 * Each anchor's positives side by side, in P columns, where P is the most positives that an anchor has. What is
 * computed for every positive against every other is then [A, P, O] instead of [A, O, O].
 */
export type PositiveColumns = {
  /** Their indices among the others, int64 [A, P]. */
  readonly places: Value;
  /** Their weights, [A, P]; 0 in columns that an anchor does not fill. */
  readonly weights: Value;
  /** Their cosines with the anchor, [A, P]. */
  readonly similarities: Value;
};

/** The positives of these comparisons, the largest weights first. */
export function positiveColumns({ positive, similarities, mostPositives }: Comparisons): PositiveColumns {
  const [, others] = sizes(positive.shape);
  const places = topK(positive, Math.max(1, Math.min(mostPositives, others))).indices;
  return { places, weights: gatherElements(positive, places), similarities: gatherElements(similarities, places) };
}
