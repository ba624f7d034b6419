import { DiscernError } from '../../base/error.ts';
import { add, exp, gather, log, matMul, mul, sub, transpose } from '../../graph/ops.ts';
import type { RelationLoss } from '../loss.ts';
import { positiveColumns } from '../positive-columns.ts';
import { weightedMean } from '../reductions.ts';
import { ofOthers, ofPositives, overNegatives } from './over-triplets.ts';

/** Options of angular. */
export type AngularOptions = {
  /**
   * The largest angle, in degrees, at which a negative may see anchor and positive: above 0, at most 65. A small one asks
   * for classes that are small beside their distance; a large one asks for little. The paper tries 36 to 55; 40 is
   * pytorch-metric-learning's.
   */
  readonly angleDegrees?: number;
};

/** Beyond it e^f leaves float32. */
const widest = 65;

/**
 * Angular loss (Wang et al. 2017): the mean over positive pairs of log(1 + sum_n e^f_apn), n their negatives, with
 * f_apn = 4 t (x_a + x_p) . x_n - 2 (1 + t) x_a . x_p and t = tan^2 of the angle, of unit vectors. It asks of a triangle
 * for its shape, not its size, and has no margin in distances. Never negative. Throws `misused` for another angle.
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
