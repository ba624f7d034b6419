import { dot, type Matrix, row } from '../../base/matrix.ts';
import type { PairCounts } from '../../metrics/evidence.ts';
import type { ClassOrder } from './class-order.ts';
import { levelOf } from './cosine-levels.ts';
import { differentPairs, type Pairs, type SamplingOptions, samePairs } from './sampled-pairs.ts';

/** Pairs of one kind: pair i joins classes `firstClass[i]` and `secondClass[i]`, and its cosine is at `level[i]`. */
export type PairScores = {
  readonly firstClass: Int32Array;
  readonly secondClass: Int32Array;
  readonly level: Uint16Array;
};

/** Pairs of both kinds, at levels 0 .. `levels` - 1. */
export type ScoredPairs = { readonly same: PairScores; readonly different: PairScores; readonly levels: number };

/**
 * Cosines of pairs of the unit rows [N, D]: of all pairs, or of a sample if there are many. Levels without a pair are
 * left out and the others renumbered in order; metrics depend on the order only, and resampling walks over all levels.
 */
export function scoredPairs(vectors: Matrix, order: ClassOrder, options?: SamplingOptions): ScoredPairs {
  const same = scored(vectors, order, samePairs(order, options));
  const different = scored(vectors, order, differentPairs(order, options));
  const taken = [...new Set([...new Set(same.level), ...new Set(different.level)])].sort((a, b) => a - b);
  const newLevels = new Map(taken.map((level, newLevel) => [level, newLevel]));
  const renumbered = (pairs: PairScores) => ({
    ...pairs,
    level: pairs.level.map((level) => newLevels.get(level) ?? 0),
  });
  return { same: renumbered(same), different: renumbered(different), levels: taken.length };
}

function scored(vectors: Matrix, { rows, classOf }: ClassOrder, { first, second }: Pairs): PairScores {
  return {
    firstClass: first.map((p) => classOf[p]),
    secondClass: second.map((p) => classOf[p]),
    level: Uint16Array.from(first, (p, i) => levelOf(dot(row(vectors, rows[p]), row(vectors, rows[second[i]])))),
  };
}

/**
 * Histograms of the pairs when class c was drawn `weights[c]` times. A pair of one class counts that often (two copies
 * of a class make no pair), a pair of two classes as often as the product of both.
 */
export function weightedPairs({ same, different, levels }: ScoredPairs, weights: Float64Array): PairCounts {
  const counts = { same: new Float64Array(levels), different: new Float64Array(levels) };
  for (let i = 0; i < same.level.length; i++) counts.same[same.level[i]] += weights[same.firstClass[i]];
  const { firstClass, secondClass, level } = different;
  for (let i = 0; i < level.length; i++) counts.different[level[i]] += weights[firstClass[i]] * weights[secondClass[i]];
  return counts;
}
