import { gatherElements, topK } from '../graph/ops.ts';
import { sizes, type Value } from '../graph/value.ts';
import type { Comparisons } from './comparisons.ts';

/**
 * Each anchor's positives side by side, in as many columns as an anchor has of them at the most: P instead of O, so that
 * what is computed for every positive against every other is [A, P, O].
 */
export type PositiveColumns = {
  /** Where they stand among the others, int64 [A, P]. */
  readonly places: Value;
  /** How much each counts, [A, P]: 0 in the columns that an anchor does not fill. */
  readonly weights: Value;
  /** Their cosines with the anchor, [A, P]. */
  readonly similarities: Value;
};

/** The positives of these comparisons, those that count most first. */
export function positiveColumns({ positive, similarities, mostPositives }: Comparisons): PositiveColumns {
  const [, others] = sizes(positive.shape);
  const places = topK(positive, Math.max(1, Math.min(mostPositives, others))).indices;
  return { places, weights: gatherElements(positive, places), similarities: gatherElements(similarities, places) };
}
