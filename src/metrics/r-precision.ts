/**
 * R-precision of one query, 0..1: the share of its R relevant entries that rank among the first R. `places`: [R], the
 * ranks of the relevant entries, ascending from 1. A rank beyond R may have any value beyond R.
 */
export function rPrecision(places: ArrayLike<number>): number {
  const R = places.length;
  let found = 0;
  while (found < R && places[found] <= R) found++;
  return found / R;
}
