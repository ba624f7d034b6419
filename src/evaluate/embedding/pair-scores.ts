import { dot, type Matrix, row } from '../../base/matrix.ts';
import type { PairCounts } from '../../metrics/evidence.ts';
import type { ClassOrder } from './class-order.ts';
import { levelOf, noPairs } from './cosine-levels.ts';
import { differentPairs, type Pairs, type SamplingOptions, samePairs } from './sampled-pairs.ts';

/** Scored pairs of one kind: pair i, of classes `firstClass[i]` and `secondClass[i]`, scores at `level[i]`. */
export type PairScores = {
  readonly firstClass: Int32Array;
  readonly secondClass: Int32Array;
  readonly level: Uint16Array;
};

/** Pairs of both kinds. */
export type ScoredPairs = { readonly same: PairScores; readonly different: PairScores };

/** Scores pairs of the unit rows [N, D] by their cosines: all, or a sample where there are many. */
export function scoredPairs(vectors: Matrix, order: ClassOrder, options?: SamplingOptions): ScoredPairs {
  return {
    same: scored(vectors, order, samePairs(order, options)),
    different: scored(vectors, order, differentPairs(order, options)),
  };
}

function scored(vectors: Matrix, { rows, classOf }: ClassOrder, { first, second }: Pairs): PairScores {
  return {
    firstClass: first.map((p) => classOf[p]),
    secondClass: second.map((p) => classOf[p]),
    level: Uint16Array.from(first, (p, i) => levelOf(dot(row(vectors, rows[p]), row(vectors, rows[second[i]])))),
  };
}

/**
 * Pairs by level where class c was drawn `weights[c]` times: a pair of one class counts so often, for two copies of a
 * class are no pair; a pair of two classes as often as the product of both.
 */
export function weightedPairs({ same, different }: ScoredPairs, weights: Float64Array): PairCounts {
  const counts = noPairs();
  for (let i = 0; i < same.level.length; i++) counts.same[same.level[i]] += weights[same.firstClass[i]];
  const { firstClass, secondClass, level } = different;
  for (let i = 0; i < level.length; i++) counts.different[level[i]] += weights[firstClass[i]] * weights[secondClass[i]];
  return counts;
}
