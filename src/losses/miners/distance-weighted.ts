import { internalError } from '../../base/error.ts';
import { add, and, clip, less, log, mul, neg, square, sub } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { type Comparisons, distancesOf } from '../comparisons.ts';
import { counting, onlyTriplets, withLargest } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of distanceWeighted. */
export type DistanceWeightedOptions = {
  /**
   * Negatives nearer than this are drawn as if at this distance, 0..2. Less draws the hardest, and label noise with
   * them.
   */
  readonly cutoff?: number;
  /**
   * Negatives at this distance or farther are never drawn, 0..2. Beyond the margin of the loss they have no gradient.
   */
  readonly farthest?: number;
};

/**
 * Each anchor's positives, and one negative, drawn with the inverse density of its distance on the sphere (Wu et al.
 * 2017, section 4), so that all distances are drawn alike. The defaults 0.5 and 1.4 are the paper's.
 *   log q(d) = (D - 2) log d + (D - 3) / 2 log(1 - d^2 / 4)
 * Probabilities are those of pytorch-metric-learning's DistanceWeightedMiner, with three differences. All positives of
 * an anchor share one draw, which has the same expected loss as a draw for each triplet. All positives are kept, not
 * one. And probabilities that it rounds to zero stay.
 */
export function distanceWeighted({ cutoff = 0.5, farthest = 1.4 }: DistanceWeightedOptions = {}): Miner {
  return {
    draws: true,
    mine(comparisons, drawn) {
      if (!drawn) throw internalError('a miner that draws was given no numbers');
      return mined(comparisons, drawn, { cutoff, farthest });
    },
  };
}

function mined(
  comparisons: Comparisons,
  drawn: Value,
  { cutoff, farthest }: Required<DistanceWeightedOptions>,
): Comparisons {
  const { positive, negative } = counting(comparisons);
  const [, dimensions] = sizes(comparisons.anchors.shape);
  const d = distancesOf(comparisons);
  const candidates = and(negative, less(d, farthest));
  // The largest of log p + Gumbel noise is a draw from p (Gumbel 1954).
  const score = sub(gumbel(drawn), logDensity(clip(d, cutoff, farthest), dimensions));
  return onlyTriplets(comparisons, { positive, negative: withLargest(score, candidates) });
}

/** log q(d), up to a constant: the density of distances between D-dimensional unit vectors. */
function logDensity(d: Value, D: number): Value {
  return add(mul(log(d), D - 2), mul(log(sub(1, mul(square(d), 0.25))), (D - 3) / 2));
}

/** -log(-log u): Gumbel noise from uniform numbers in [0, 1). The largest float32 below 1 is 1 - 6e-8. */
function gumbel(u: Value): Value {
  return neg(log(neg(log(clip(u, 1e-30, 1 - 6e-8)))));
}
