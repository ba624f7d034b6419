import type { PairCounts } from './evidence.ts';
import { rocPiece } from './roc-piece.ts';

/**
 * The rate, 0..1, at which as large a share of the pairs of two classes is accepted as of the pairs of one class is
 * rejected, linear between the thresholds that the levels allow. NaN where either kind is missing.
 */
export function equalErrorRate(pairs: PairCounts): number {
  const [from, to] = rocPiece(pairs, (far, tar) => far >= 1 - tar);
  const missing = 1 - from.tar - from.far;
  const gained = to.far - from.far + (to.tar - from.tar);
  return gained === 0 ? from.far : from.far + ((to.far - from.far) * missing) / gained;
}
