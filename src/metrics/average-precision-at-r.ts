/**
 * Average precision over the first R places (Musgrave et al. 2020), 0..1: 1/R times the sum, over the relevant ones
 * placed among the first R, of (how many relevant so far) / (place). `places`: [R], ascending, from 1, one for each
 * relevant entry; places beyond R may be anything beyond R.
 */
export function averagePrecisionAtR(places: ArrayLike<number>): number {
  const R = places.length;
  let sum = 0;
  for (let j = 0; j < R && places[j] <= R; j++) sum += (j + 1) / places[j];
  return sum / R;
}
