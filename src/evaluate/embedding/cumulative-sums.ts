import type { Random } from '../../base/random.ts';

/** [N], cumulative sums of the weights. */
export function cumulativeSums(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) {
    sum += weights[i];
    sums[i] = sum;
  }
  return sums;
}

/**
 * Draws an index with probability proportional to its weight, from the cumulative sums; uniformly if all weights are 0.
 */
export function drawWeighted(sums: Float64Array, stream: Random): number {
  const total = sums[sums.length - 1];
  if (total === 0) return stream.integer(sums.length);
  const limit = stream.uniform() * total;
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle] > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
