/**
 * Average precision at R of one query (Musgrave et al. 2020), 0..1: (1 / R) times the sum of j / places[j] over the
 * relevant entries that rank among the first R; j counts them from 1. `places`: [R], the ranks of the R relevant
 * entries, ascending from 1. A rank beyond R may have any value beyond R.
 */
export function averagePrecisionAtR(places: ArrayLike<number>): number {
  const R = places.length;
  let sum = 0;
  for (let j = 0; j < R && places[j] <= R; j++) sum += (j + 1) / places[j];
  return sum / R;
}
