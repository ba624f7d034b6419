/**
 * Average precision at R of one query (Musgrave et al. 2020), 0..1: (1 / R) times the sum of j / ranks[j] over the
 * relevant entries that rank among the first R; j counts them from 1. `ranks`: [R], the ranks of the R relevant
 * entries, ascending from 1. A rank beyond R may have any value beyond R.
 */
export function averagePrecisionAtR(ranks: ArrayLike<number>): number {
  const R = ranks.length;
  let sum = 0;
  for (let j = 0; j < R && ranks[j] <= R; j++) sum += (j + 1) / ranks[j];
  return sum / R;
}
