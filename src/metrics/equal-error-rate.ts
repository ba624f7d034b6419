import type { PairCounts } from './evidence.ts';
import { metric } from './metric.ts';
import { rocSegment } from './roc-segment.ts';

/**
 * Equal error rate, 0..1: the point of the ROC curve, linear between the thresholds, at which the false accept rate
 * (pairs of two classes) equals the false reject rate (pairs of one class). NaN if either kind is missing.
 */
export const equalErrorRate = metric<PairCounts>(
  {
    title: 'Equal error rate',
    meaning: 'Error rate at the threshold where false accepts are as frequent as false rejects.',
    best: 0,
    worst: 1,
  },
  (pairs) => {
    const [from, to] = rocSegment(pairs, (far, tar) => far >= 1 - tar);
    const missing = 1 - from.tar - from.far;
    const gained = to.far - from.far + (to.tar - from.tar);
    return gained === 0 ? from.far : from.far + ((to.far - from.far) * missing) / gained;
  },
);
