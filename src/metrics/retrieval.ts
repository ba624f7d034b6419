import { averagePrecisionAtR } from './average-precision-at-r.ts';
import type { Retrieval } from './evidence.ts';

/**
 * Recall@1 and average precision at R of one query (Musgrave et al. 2020), in N log R steps. `similarities`: [N], to
 * each enrolled picture; `isRelevant(i)`: whether enrolled picture i is of the query's class. Ties count against the
 * query. Null if no picture of its class is enrolled.
 */
export function retrieval(similarities: Float32Array, isRelevant: (index: number) => boolean): Retrieval | null {
  const relevant = similarities
    .filter((_, i) => isRelevant(i))
    .sort()
    .reverse();
  if (relevant.length === 0) return null;
  const ranks = ranksOf(relevant, similarities, isRelevant);
  return { firstIsRight: ranks[0] === 1 ? 1 : 0, averagePrecisionAtR: averagePrecisionAtR(ranks) };
}

/** Rank, from 1, of each of the descending `relevant` among all similarities; on ties the others rank first. */
function ranksOf(
  relevant: Float32Array,
  similarities: Float32Array,
  isRelevant: (index: number) => boolean,
): Float64Array {
  const least = relevant[relevant.length - 1];
  const overtakers = new Uint32Array(relevant.length);
  for (let i = 0; i < similarities.length; i++) {
    if (similarities[i] >= least && !isRelevant(i)) overtakers[firstNotAbove(relevant, similarities[i])]++;
  }
  let ahead = 0;
  return Float64Array.from(relevant, (_, j) => {
    ahead += overtakers[j];
    return j + 1 + ahead;
  });
}

/** The first index of the descending `sorted` whose value is <= `limit`, else its length. */
function firstNotAbove(sorted: Float32Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
