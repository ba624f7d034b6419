import { powered } from '../backbones/projection.ts';
import { type Matrix, row } from '../base/matrix.ts';
import type { FitProjection } from './projection-fit.ts';

/**
 * Minimum standard deviation, as a share of their root mean square. It keeps a nearly constant dimension from being
 * scaled up.
 */
const minShare = 1e-3;

/** Scales every dimension to mean 0 and standard deviation 1 over all pictures. */
export const standardised: FitProjection = async ({ embeddings, weights }, { power }) => {
  const values = powered(embeddings, power);
  const mean = columnMeans(values, weights, (value) => value);
  const variance = columnMeans(values, weights, (value, j) => (value - mean[j]) ** 2);
  const typical = Math.sqrt(variance.reduce((sum, value) => sum + value, 0) / variance.length) || 1;
  return {
    name: 'standardised',
    power,
    mean,
    std: variance.map((value) => Math.max(Math.sqrt(value), minShare * typical)),
    weights: null,
  };
};

/** Weighted mean over the rows of `of(value)`, for each column, [D]; summed in float64. */
function columnMeans(
  values: Matrix,
  weights: Float32Array | undefined,
  of: (value: number, column: number) => number,
): Float32Array {
  const sums = new Float64Array(values.columns);
  let total = 0;
  for (let i = 0; i < values.rows; i++) {
    const numbers = row(values, i);
    const weight = weights?.[i] ?? 1;
    for (let j = 0; j < numbers.length; j++) sums[j] += weight * of(numbers[j], j);
    total += weight;
  }
  return Float32Array.from(sums, (sum) => (total > 0 ? sum / total : 0));
}
