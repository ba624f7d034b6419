import type { PairCounts } from './evidence.ts';
import { rocPiece } from './roc-piece.ts';

/**
 * Share of the pairs of one class accepted where `falseAccept` (0..1) of the pairs of two classes are, linear between
 * the thresholds that the levels allow, the highest of a vertical piece. With fewer than 1 / `falseAccept` pairs of two
 * classes it leans on the line before the first of them. NaN where either kind is missing.
 */
export function trueAcceptAt(falseAccept: number, pairs: PairCounts): number {
  const [from, to] = rocPiece(pairs, (far) => far > falseAccept);
  const width = to.far - from.far;
  return width === 0 ? from.tar : from.tar + ((to.tar - from.tar) * (falseAccept - from.far)) / width;
}
