import { type Matrix, matrix, normalise, row } from '../base/matrix.ts';

/**
 * The mean direction of embeddings [N, D], weighted by `shares` [N]: one embedding [1, D] of unit length. A single
 * embedding stays as it is, bit for bit. Embeddings that cancel out give zeros.
 */
export function pooledEmbedding(embeddings: Matrix, shares: Float64Array): Matrix {
  if (embeddings.rows === 1) return embeddings;
  return matrix(1, embeddings.columns, normalise(Float32Array.from(weightedSum(embeddings, shares))));
}

/**
 * The geometric mean of probabilities [N, C], weighted by `shares` [N], as logarithms [1, C]: a product of experts
 * (Hinton 2002) whose weights sum to 1. The softmax of the result is the pooled probability.
 */
export function pooledLogProbabilities(probabilities: Matrix, shares: Float64Array): Matrix {
  const logs = matrix(probabilities.rows, probabilities.columns, probabilities.data.map(logOf));
  return matrix(1, logs.columns, Float32Array.from(weightedSum(logs, shares)));
}

/** The logarithm of a probability, -100 at least: one picture that excludes a class must not decide alone. */
function logOf(probability: number): number {
  return Math.max(Math.log(probability), -100);
}

function weightedSum(values: Matrix, shares: Float64Array): Float64Array {
  const sum = new Float64Array(values.columns);
  for (let i = 0; i < values.rows; i++) {
    const from = row(values, i);
    for (let j = 0; j < sum.length; j++) sum[j] += shares[i] * from[j];
  }
  return sum;
}
