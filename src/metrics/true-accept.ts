import type { PairCounts } from './evidence.ts';
import { metric } from './metric.ts';
import { rocSegment } from './roc-segment.ts';

/**
 * True accept rate (pairs of one class) at a false accept rate `falseAccept` (pairs of two classes), both 0..1: the
 * height of the ROC curve, linear between the thresholds, its upper end where it is vertical. With fewer than 1 /
 * `falseAccept` pairs of two classes it is interpolated below the first of them. NaN if either kind is missing.
 */
export function trueAcceptAt(falseAccept: number, pairs: PairCounts): number {
  const [from, to] = rocSegment(pairs, (far) => far > falseAccept);
  const width = to.far - from.far;
  return width === 0 ? from.tar : from.tar + ((to.tar - from.tar) * (falseAccept - from.far)) / width;
}

/** TAR at FAR 1e-2, 0..1. */
export const trueAcceptAt1In100 = metric<PairCounts>(
  {
    title: 'Accepted at 1 in 100',
    meaning: 'Share of the pairs of one class accepted if 1 in 100 pairs of different classes is (TAR at FAR 1e-2).',
  },
  (pairs) => trueAcceptAt(1e-2, pairs),
);

/** TAR at FAR 1e-3, 0..1. */
export const trueAcceptAt1In1000 = metric<PairCounts>(
  {
    title: 'Accepted at 1 in 1,000',
    meaning: 'Share of the pairs of one class accepted if 1 in 1,000 pairs of different classes is (TAR at FAR 1e-3).',
  },
  (pairs) => trueAcceptAt(1e-3, pairs),
);
