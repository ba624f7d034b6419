import { dot, type Matrix, matrix, normaliseRows, row } from '../../base/matrix.ts';
import type { Validation } from '../loop/history.ts';
import { temperatures } from './temperatures.ts';

/** Outputs of a network for rows with known classes. */
export type ClassifiedRows = {
  /** [N, D], unit length. */
  readonly embeddings: Matrix;
  /** [N, C]; null: scaled cosines with the class means are used instead. */
  readonly logits: Matrix | null;
  /** [N], 0 .. C - 1. */
  readonly labels: Int32Array;
};

/**
 * Scores of rows with known classes. `loss`: mean negative log-likelihood at the best temperature. `accuracy`: share
 * whose largest logit is the right class. `nearest`: share whose nearest class mean (of the references' embeddings) is
 * right.
 */
export function classificationScores(
  rows: ClassifiedRows,
  references: Omit<ClassifiedRows, 'logits'>,
  classes: number,
): Validation {
  const { embeddings, labels } = rows;
  const means = classMeanDirections(references, classes);
  const logits = rows.logits ?? scaledCosines(embeddings, means);
  const count = labels.length;
  const indices = Array.from(labels, (_, i) => i);
  const hits = indices.filter((i) => largestIn(row(logits, i)) === labels[i]).length;
  const nearHits = indices.filter((i) => nearest(row(embeddings, i), means) === labels[i]).length;
  return { loss: lossOf(logits, labels), accuracy: hits / count, nearest: nearHits / count };
}

function lossOf(logits: Matrix, labels: Int32Array): number {
  const losses = temperatures.map((temperature) =>
    labels.reduce((sum, label, i) => sum + negativeLogLikelihood(row(logits, i), label, temperature), 0),
  );
  return Math.min(...losses) / labels.length;
}

/** Factor on cosines, so that one of the temperatures fits. */
const logitScale = 16;

function scaledCosines(embeddings: Matrix, means: Matrix): Matrix {
  const cosines = matrix(embeddings.rows, means.rows);
  for (let i = 0; i < embeddings.rows; i++) {
    const target = row(cosines, i);
    for (let c = 0; c < means.rows; c++) target[c] = logitScale * dot(row(embeddings, i), row(means, c));
  }
  return cosines;
}

/** -log softmax(z / T)_y. */
function negativeLogLikelihood(z: Float32Array, y: number, temperature: number): number {
  const largest = z[largestIn(z)];
  const sum = z.reduce((total, value) => total + Math.exp((value - largest) / temperature), 0);
  return Math.log(sum) - (z[y] - largest) / temperature;
}

/** Class means of unit length, [C, D]; zeros for a class without rows, whose cosine with every embedding is 0. */
function classMeanDirections({ embeddings, labels }: Omit<ClassifiedRows, 'logits'>, classes: number): Matrix {
  const sums = matrix(classes, embeddings.columns);
  labels.forEach((label, i) => {
    const sum = row(sums, label);
    const own = row(embeddings, i);
    for (let j = 0; j < sum.length; j++) sum[j] += own[j];
  });
  return normaliseRows(sums);
}

function nearest(embedding: Float32Array, means: Matrix): number {
  return largestIn(Float32Array.from({ length: means.rows }, (_, c) => dot(embedding, row(means, c))));
}

function largestIn(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}
