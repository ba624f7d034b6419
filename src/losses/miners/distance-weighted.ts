import { internalError } from '../../base/error.ts';
import { add, and, clip, less, log, mul, neg, square, sub } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import { type Comparisons, distancesOf } from '../comparisons.ts';
import { counting, onlyTriplets, withLargest } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of distanceWeighted. */
export type DistanceWeightedOptions = {
  /** Nearer negatives are drawn as if they were this far, 0..2: less draws the hardest, and noise with them. */
  readonly cutoff?: number;
  /** Negatives from this distance on are never drawn, 0..2: beyond the loss's margin they teach nothing. */
  readonly farthest?: number;
};

/**
 * Of each anchor one negative, drawn by the inverse of how many points of the sphere lie at its distance (Wu et al. 2017,
 * section 4): log q(d) = (D - 2) log d + (D - 3) / 2 log(1 - d^2 / 4), so that all distances are drawn alike. The
 * paper's 0.5 and 1.4.
 *
 * The probabilities are those of pytorch-metric-learning's DistanceWeightedMiner, with three differences: all positives
 * of an anchor share its draw, where that one draws for each triplet (the expected loss is the same); it draws one of
 * the positives too, here all count; and probabilities that it rounds to zero, far from the whole batch's largest, stay.
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

/** log q(d), up to a constant: how dense distances of D-dimensional unit vectors are. */
function logDensity(d: Value, D: number): Value {
  return add(mul(log(d), D - 2), mul(log(sub(1, mul(square(d), 0.25))), (D - 3) / 2));
}

/** -log(-log u), of numbers uniform in [0, 1); float32 has none nearer to 1 than 6e-8. */
function gumbel(u: Value): Value {
  return neg(log(neg(log(clip(u, 1e-30, 1 - 6e-8)))));
}
