import type { Matrix } from '../../base/matrix.ts';

/**
 * How much each of several pictures of one thing counts: embeddings [N, D] of unit length to shares [N], each 0..1,
 * which sum to 1. One picture counts for all. The order of the pictures does not matter.
 */
export type Weighting = (embeddings: Matrix) => Float64Array;

/** The weights, each 0 or more, divided by their sum; equal shares where all are 0. */
export function sharesOf(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum > 0 ? weight / sum : 1 / weights.length));
}
