import { mean } from './mean.ts';

/** What a true class of probability 0 costs: -ln of the smallest step above 1, so that one miss is not infinite. */
export const largestLogLoss = -Math.log(Number.EPSILON);

/** Mean of -ln p over the true classes' probabilities [N], 0 .. `largestLogLoss` (36.04). */
export function logLoss(probabilityOfTruth: Float64Array): number {
  return mean(probabilityOfTruth.map((p) => -Math.log(Math.min(1, Math.max(p, Number.EPSILON)))));
}
