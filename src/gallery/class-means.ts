import { type Matrix, matrix, row } from '../base/matrix.ts';

/**
 * Class means [C, D] of vectors [N, D] with class indices [N]. `weights` [N], each >= 0, say how much a vector counts;
 * absent: all count alike. The mean of a class without weight is zero.
 * Sums are in float64, as long sums lose digits in float32; one class at a time, as [C, D] of float64 is large.
 */
export function classMeans(vectors: Matrix, labels: Int32Array, classes: number, weights?: Float32Array): Matrix {
  const means = matrix(classes, vectors.columns);
  membersOf(labels, classes).forEach((members, c) => {
    row(means, c).set(meanOfRows(vectors, members, weights));
  });
  return means;
}

function membersOf(labels: Int32Array, classes: number): number[][] {
  const members: number[][] = Array.from({ length: classes }, () => []);
  labels.forEach((label, index) => {
    members[label].push(index);
  });
  return members;
}

function meanOfRows(vectors: Matrix, members: readonly number[], weights?: Float32Array): Float64Array {
  const sums = new Float64Array(vectors.columns);
  let total = 0;
  for (const index of members) {
    const values = row(vectors, index);
    const weight = weights?.[index] ?? 1;
    for (let j = 0; j < sums.length; j++) sums[j] += weight * values[j];
    total += weight;
  }
  return sums.map((sum) => (total > 0 ? sum / total : 0));
}
