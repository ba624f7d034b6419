import { add, cast, clip, floor, gather, matMul, minimum, mul, reshape, slice, sub, sum } from '../../graph/ops.ts';
import { elementCount, type Value } from '../../graph/value.ts';
import type { RelationLoss } from '../loss.ts';
import { type PositiveColumns, positiveColumns } from '../positive-columns.ts';
import { orZero, weightedMean } from '../reductions.ts';

/** Options of histogram. */
export type HistogramOptions = {
  /**
   * Bins of the cosines, 1 or more. Fewer are smoother and coarser; with more bins than pairs to fill them the loss is
   * rough. The paper saw no difference between 50 and 200; 100 is pytorch-metric-learning's.
   */
  readonly bins?: number;
};

/**
 * Histogram loss (Ustinova and Lempitsky 2016): the probability that a random negative pair is more similar than a
 * random positive pair. Made for verification, where one threshold serves all; it has no margin to tune. 0 to 1.
 *   sum_r h-_r phi_r, phi_r = sum_(q <= r) h+_q
 * where h+ and h- are histograms of the cosines, [A, O], of positive and negative pairs, at nodes t_r = -1 + r 2 /
 * bins, each pair shared linearly between two nodes. h- is never computed: each negative reads phi, which is linear
 * between nodes.
 */
export function histogram({ bins = 100 }: HistogramOptions = {}): RelationLoss {
  return {
    needs: 'pairs',
    value: (comparisons) => {
      const phi = shareBelow(positiveColumns(comparisons), bins);
      return weightedMean(read(phi, places(comparisons.similarities, bins)), comparisons.negative);
    },
  };
}

/** phi, [bins + 1]: the share of positive pairs below each node; those less than one bin above it count in part. */
function shareBelow({ similarities, weights }: PositiveColumns, bins: number): Value {
  const pairs = elementCount(weights.shape);
  const nodes = similarities.graph.constant(
    Float32Array.from({ length: bins + 1 }, (_, r) => r + 1),
    { type: similarities.type },
  );
  const below = clip(sub(nodes, reshape(places(similarities, bins), [pairs, 1])), 0, 1); // [A P, bins + 1]
  return orZero(reshape(matMul(reshape(weights, [1, pairs]), below), [bins + 1]), sum(weights));
}

/** Positions of cosines in the histogram: 0 for -1, `bins` for 1. */
function places(similarities: Value, bins: number): Value {
  return clip(mul(add(similarities, 1), bins / 2), 0, bins);
}

/** Reads a function at these places. `table` [N] has its values at 0, 1, 2, ...; it is linear between them. */
function read(table: Value, places: Value): Value {
  const last = elementCount(table.shape) - 1;
  const left = floor(minimum(places, last - 0.5));
  const index = cast(left, 'int64');
  const slopes = sub(slice(table, 0, 1, last + 1), slice(table, 0, 0, last));
  return add(gather(table, index), mul(gather(slopes, index), sub(places, left)));
}
