import { DiscernError } from '../../base/error.ts';
import { add, exp, gather, log, matMul, mul, sub, transpose } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { positiveColumns } from '../positive-columns.ts';
import { weightedMean } from '../reductions.ts';
import { ofOthers, ofPositives, overNegatives } from './over-triplets.ts';

/** Options of angular. */
export type AngularOptions = {
  /**
   * The largest angle, in degrees, under which a negative may see anchor and positive: above 0, at most 65. Small
   * demands classes that are small beside their distance; large demands little. The paper tries 36 to 55; 40 is
   * pytorch-metric-learning's.
   */
  readonly angleDegrees?: number;
};

/** Above this angle e^f exceeds float32. */
const widest = 65;

/**
 * Angular loss (Wang et al. 2017), for clusters of very different widths: it depends on the shape of a triangle, not on
 * its size. The mean over positive pairs, [A, P], with n the anchor's negatives and t = tan^2 of the angle, of
 *   log(1 + sum_n e^f_apn), f_apn = 4 t (x_a + x_p) . x_n - 2 (1 + t) x_a . x_p, of unit vectors x
 * Never negative. Throws `misused` for an angle out of range.
 */
export function angular({ angleDegrees = 40 }: AngularOptions = {}): RelationLoss {
  if (!(angleDegrees > 0 && angleDegrees <= widest)) throw badAngle(angleDegrees);
  const t = Math.tan((angleDegrees * Math.PI) / 180) ** 2;
  return {
    needs: 'triplets',
    value: (comparisons) => {
      const { others, similarities } = comparisons;
      const positives = positiveColumns(comparisons);
      const ofPositiveAndOther = gather(matMul(others, transpose(others)), positives.places); // [A, P, O]
      const sums = add(ofOthers(similarities), ofPositiveAndOther);
      const f = sub(mul(sums, 4 * t), ofPositives(mul(positives.similarities, 2 * (1 + t))));
      return weightedMean(log(add(overNegatives(exp(f), comparisons), 1)), positives.weights);
    },
  };
}

function badAngle(angle: number): DiscernError {
  return new DiscernError('misused', `the angular loss cannot work with an angle of ${angle} degrees`, {
    given: `${angle} degrees`,
    expected: `an angle above 0, at most ${widest} degrees`,
    todo: 'give an angle between 36 and 55 degrees',
  });
}
