import type { ClassProbabilities } from './evidence.ts';
import { mean } from './mean.ts';
import { metric } from './metric.ts';

/** The loss of a true class of probability 0: -ln of 2^-52 instead of infinity, so that the mean stays finite. */
const largestLogLoss = -Math.log(Number.EPSILON);

/** Mean of -ln p, p being the probability of the true class; 0 to 36.04. */
export const logLoss = metric<ClassProbabilities>(
  {
    title: 'Log loss',
    meaning: 'Penalty for small probabilities of the true class; 0 if they are all 1.',
    best: 0,
    worst: largestLogLoss,
    unit: 'number',
  },
  ({ probabilityOfTruth }) => mean(probabilityOfTruth.map((p) => -Math.log(Math.min(1, Math.max(p, Number.EPSILON))))),
);
