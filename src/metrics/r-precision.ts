/**
 * Share of the first R places that are relevant, 0..1, where R entries are relevant at all. `places`: [R], ascending,
 * from 1, one for each relevant entry; places beyond R may be anything beyond R.
 */
export function rPrecision(places: ArrayLike<number>): number {
  const R = places.length;
  let found = 0;
  while (found < R && places[found] <= R) found++;
  return found / R;
}
