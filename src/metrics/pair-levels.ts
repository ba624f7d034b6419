import type { PairCounts } from './evidence.ts';

/** A pair of pictures, of one identity or of two, and its similarity. */
export type ScoredPair = { readonly same: boolean; readonly similarity: number };

/**
 * Counts pairs at each similarity that occurs, the lowest first: no rounding. The function that is given takes how
 * often each pair counts, [P].
 */
export function pairLevels(pairs: readonly ScoredPair[]): (weights: ArrayLike<number>) => PairCounts {
  const levels = [...new Set(pairs.map(({ similarity }) => similarity))].sort((a, b) => a - b);
  const places = new Map(levels.map((similarity, level) => [similarity, level]));
  const levelOf = pairs.map(({ similarity }) => places.get(similarity) ?? 0);
  return (weights) => {
    const counts = { same: new Float64Array(levels.length), different: new Float64Array(levels.length) };
    pairs.forEach(({ same }, i) => {
      counts[same ? 'same' : 'different'][levelOf[i]] += weights[i];
    });
    return counts;
  };
}
