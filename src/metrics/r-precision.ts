/**
 * R-precision of one query, 0..1: the share of its R relevant entries that rank among the first R. `ranks`: [R], the
 * ranks of the relevant entries, ascending from 1. A rank beyond R may have any value beyond R.
 */
export function rPrecision(ranks: ArrayLike<number>): number {
  const R = ranks.length;
  let found = 0;
  while (found < R && ranks[found] <= R) found++;
  return found / R;
}
