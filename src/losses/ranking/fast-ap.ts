import { abs, add, concat, matMul, mul, relu, reshape, slice, sub, sum } from '../../graph/ops.ts';
import { sizes, type Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { orZero, runningSums, weightedMean } from '../reductions.ts';
import { anchorsWithPositives } from './anchors-with-positives.ts';

/** Options of fastAp. */
export type FastApOptions = {
  /**
   * Bins of the squared distances, 2 or more. Few are smooth, but blind to fine differences; many see these, but give a
   * gradient only to neighbours in rank. The paper found 10 a good choice for batches up to 256.
   */
  readonly bins?: number;
};

/**
 * FastAP (Cakir et al. 2019): average precision from histograms of distances, for large batches. Over anchors with
 * positives
 *   1 - mean_a sum_l h+_l H+_l / H_l / N+
 * where an anchor's squared distances, 0 to 4, [A, O], fall softly into bins l: h counts one bin (h+ only positives), H
 * all bins up to it, and N+ is the number of positives. 0 to 1.
 */
export function fastAp({ bins = 10 }: FastApOptions = {}): RelationLoss {
  return {
    needs: 'triplets',
    value: (comparisons) => {
      const { positive, negative } = comparisons;
      const [h, all] = counted(binned(comparisons, bins), [positive, add(positive, negative)]);
      const H = runningSums(all);
      const precisions = sum(orZero(mul(h, runningSums(h)), H), 1);
      const averages = orZero(precisions, sum(positive, 1));
      return weightedMean(sub(1, averages), anchorsWithPositives(comparisons));
    },
  };
}

/** The share of each squared distance in each bin, 0..1, [A, bins + 1, O]: a triangle around the bin's centre. */
function binned({ similarities }: Comparisons, bins: number): Value {
  const [anchors, others] = sizes(similarities.shape);
  const places = mul(sub(1, reshape(similarities, [anchors, 1, others])), bins / 2); // d^2 = 2 - 2 s, in bins
  const centres = Float32Array.from({ length: bins + 1 }, (_, l) => l);
  return relu(sub(1, abs(sub(places, places.graph.constant(centres, { shape: [bins + 1, 1], type: places.type })))));
}

/** The weight of each kind in each bin, [A, bins + 1] each. */
function counted(pulse: Value, kinds: readonly Value[]): Value[] {
  const [anchors, bins, others] = sizes(pulse.shape);
  const weights = kinds.map((kind) => reshape(kind, [anchors, others, 1]));
  const counts = matMul(pulse, concat(weights, 2)); // [A, bins + 1, kinds]
  return kinds.map((_, kind) => reshape(slice(counts, 2, kind, kind + 1), [anchors, bins]));
}
