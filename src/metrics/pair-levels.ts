import type { PairCounts } from './evidence.ts';

/** The similarity of two pictures, and whether they show the same identity. */
export type ScoredPair = { readonly same: boolean; readonly similarity: number };

/**
 * Counts pairs at each similarity that occurs, lowest first, without rounding. The returned function takes the weight
 * of each pair, [P], so that resamples need no sorting.
 */
export function pairLevels(pairs: readonly ScoredPair[]): (weights: ArrayLike<number>) => PairCounts {
  const levels = [...new Set(pairs.map(({ similarity }) => similarity))].sort((a, b) => a - b);
  const levelOfSimilarity = new Map(levels.map((similarity, level) => [similarity, level]));
  const levelOf = pairs.map(({ similarity }) => levelOfSimilarity.get(similarity) ?? 0);
  return (weights) => {
    const counts = { same: new Float64Array(levels.length), different: new Float64Array(levels.length) };
    pairs.forEach(({ same }, i) => {
      counts[same ? 'same' : 'different'][levelOf[i]] += weights[i];
    });
    return counts;
  };
}
