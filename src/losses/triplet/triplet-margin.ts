import { add, cast, gather, greater, matMul, minimum, mul, relu, softplus, sub, transpose } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import { type Comparisons, distancesOf } from '../comparisons.ts';
import type { RelationLoss } from '../loss.ts';
import { type PositiveColumns, positiveColumns } from '../positive-columns.ts';
import { orZero } from '../reductions.ts';
import { lossRelaxation } from '../relaxation.ts';
import { ofOthers, ofPositives, overTriplets } from './over-triplets.ts';

/** Replaces a larger margin after embeddings collapsed. */
const usualMargin = 0.1;

/** Options of tripletMargin. */
export type TripletMarginOptions = {
  /**
   * How much farther than a positive a negative should be, as a distance of unit vectors, 0 to 2. Near 0 only wrong
   * orders have a loss; above 0.5 nearly every triplet does, and embeddings may collapse. Musgrave et al. (2020) found
   * about 0.1 best over three data sets; FaceNet's 0.2, on squared distances, is similar. After a collapse a larger
   * margin is replaced by 0.1.
   */
  readonly margin?: number;
  /** log(1 + e^v) instead of max(0, v) (Hermans et al. 2017, without a margin): a triplet always keeps some loss. */
  readonly soft?: boolean;
  /** Also use the negative's distance to the positive, where that is smaller (Balntas et al. 2016): harder. */
  readonly swap?: boolean;
};

/**
 * Triplet loss (Weinberger and Saul 2009; Schroff et al. 2015), for triplets alone, or for labels with a miner. Over
 * all triplets of an anchor, a positive and a negative
 *   mean of max(0, d_ap - d_an + margin), [A, P, O], with d = sqrt(2 - 2 s), over those above 0
 * The mean leaves out triplets without a loss, so that they do not dilute the others. Never negative.
 */
export function tripletMargin({ margin = 0.1, soft = false, swap = false }: TripletMarginOptions = {}): RelationLoss {
  return {
    needs: 'triplets',
    statistics: margin > usualMargin ? [lossRelaxation] : [],
    value: (comparisons, { [lossRelaxation.name]: relaxed }) => {
      const positives = positiveColumns(comparisons);
      const near = ofPositives(distancesOf(positives));
      const far = swap ? nearerOf(comparisons, positives) : ofOthers(distancesOf(comparisons));
      const violation = sub(add(near, orUsual(margin, relaxed)), far); // [A, P, O]
      const losses = soft ? softplus(violation) : relu(violation);
      const violated = cast(greater(losses, 0), losses.type);
      return orZero(overTriplets(losses, comparisons, positives), overTriplets(violated, comparisons, positives));
    },
  };
}

/** The margin, or the usual one where the loss is relaxed ([1], 0 or 1) and that is less. */
function orUsual(margin: number, relaxed: Value | undefined): Value | number {
  if (!relaxed || margin <= usualMargin) return margin;
  return sub(margin, mul(relaxed, margin - usualMargin));
}

/** min(d_an, d_pn), [A, P, O]. */
function nearerOf(comparisons: Comparisons, { places }: PositiveColumns): Value {
  const { others } = comparisons;
  const between = distancesOf({ similarities: matMul(others, transpose(others)) }); // [O, O]
  return minimum(ofOthers(distancesOf(comparisons)), gather(between, places));
}
