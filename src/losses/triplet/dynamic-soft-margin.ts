import {
  abs,
  add,
  cast,
  clip,
  concat,
  floor,
  gather,
  greater,
  mul,
  relu,
  reshape,
  sub,
  sum,
  where,
} from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { type Comparisons, distancesOf } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { type PositiveColumns, positiveColumns } from '../positive-columns.ts';
import { held, orZero, runningSums } from '../reductions.ts';
import { ofOthers, ofPositives, overTriplets } from './over-triplets.ts';

/** Options of dynamicSoftMargin. */
export type DynamicSoftMarginOptions = {
  /**
   * Bins of the histogram of x, 2 or more. Few give most triplets the same weight; many need larger batches to fill
   * them. 10 is pytorch-metric-learning's default; the authors' code has 512.
   */
  readonly bins?: number;
  /**
   * The share of the newest batch in the running histogram, above 0, at most 1. Large follows each batch and is noisy;
   * small is steady, but lags behind the embeddings. 0.01 is the default of the authors' code.
   */
  readonly momentum?: number;
};

/**
 * Dynamic soft margin (Zhang and Rusinkiewicz 2019, "Learning Local Descriptors with a CDF-Based Dynamic Soft Margin"):
 * a triplet loss that needs no margin, for data where none fits. The mean over triplets of
 *   w x, x = d_ap - d_an, w = CDF(x), [A, P, O], with d = sqrt(2 - 2 s)
 * The weight w is the share of recent triplets that are no harder: 1 for the hardest, near 0 for the easiest. So it
 * adapts to the embeddings. It is a constant for the gradient. The value is -2 to 2, and below 0 once most positives
 * are closer than the negatives.
 *
 * The CDF is that of a running histogram, [bins + 1], with nodes at x = -2 + 4 r / bins; each triplet is shared
 * linearly between two nodes. The paper uses only the hardest negative of each pair: add the miner batchHard for that.
 */
export function dynamicSoftMargin({ bins = 10, momentum = 0.01 }: DynamicSoftMarginOptions = {}): RelationLoss {
  return {
    needs: 'triplets',
    statistics: [{ name: 'histogram', shape: [bins + 1], initial: new Float32Array(bins + 1) }],
    value: (comparisons, { histogram }) => {
      const positives = positiveColumns(comparisons);
      const x = sub(ofPositives(distancesOf(positives)), ofOthers(distancesOf(comparisons))); // [A, P, O]
      const total = tripletWeight(comparisons, positives);
      const place = clip(mul(add(x, 2), bins / 4), 0, bins);
      const counts = Array.from({ length: bins + 1 }, (_, r) => {
        const share = relu(sub(1, abs(sub(place, r))));
        return reshape(overTriplets(share, comparisons, positives), [1]);
      });
      const next = followed(histogram, { counts: concat(counts, 0), total, momentum });
      const cdf = held(reshape(runningSums(reshape(next, [1, bins + 1])), [bins + 1]));
      const w = gather(cdf, cast(floor(place), 'int64'));
      const loss = orZero(overTriplets(mul(w, x), comparisons, positives), total);
      return { loss, statistics: { histogram: next } };
    },
  };
}

/** How much all triplets count together, a scalar. */
function tripletWeight({ negative }: Comparisons, { weights }: PositiveColumns): Value {
  return sum(mul(weights, sum(negative, 1, { keep: true })));
}

/**
 * The moving average with a batch's shares. The first batch counts as a whole; a batch without triplets changes
 * nothing.
 */
function followed(
  histogram: Value,
  { counts, total, momentum }: { readonly counts: Value; readonly total: Value; readonly momentum: number },
): Value {
  const share = where(greater(sum(histogram), 0), histogram.graph.scalar(momentum, histogram.type), 1);
  const blended = add(mul(histogram, sub(1, share)), mul(orZero(counts, total), share));
  return where(greater(total, 0), blended, histogram);
}
