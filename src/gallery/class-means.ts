import { type Matrix, matrix, row } from '../base/matrix.ts';

/** Class means [C, D] of vectors [N, D] with class indices [N]. A class without vectors has a mean of zeros. */
export function classMeans(vectors: Matrix, labels: Int32Array, classes: number): Matrix {
  const means = matrix(classes, vectors.columns);
  const counts = new Float64Array(classes);
  for (let i = 0; i < vectors.rows; i++) {
    counts[labels[i]]++;
    const mean = row(means, labels[i]);
    const values = row(vectors, i);
    for (let j = 0; j < mean.length; j++) mean[j] += values[j];
  }
  for (let c = 0; c < classes; c++) {
    const mean = row(means, c);
    for (let j = 0; j < mean.length; j++) mean[j] /= Math.max(1, counts[c]);
  }
  return means;
}
