import { dot, type Matrix, matrix, normaliseRows, row } from '../../base/matrix.ts';
import type { Validation } from '../loop/history.ts';

/** Rows whose classes are known. */
export type ClassifiedRows = {
  /** [N, D], unit length. */
  readonly embeddings: Matrix;
  /** [N, C]; null: cosines with the class means take their place. */
  readonly logits: Matrix | null;
  /** [N], 0 .. C - 1. */
  readonly labels: Int32Array;
};

/** A classifier's temperature is fitted afterwards, so that it is judged by the least loss under any of these. */
const temperatures = [0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4];

/** How many rows are named rightly, by the largest logit and by the nearest class mean of the references' embeddings. */
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
  const named = indices.filter((i) => largestIn(row(logits, i)) === labels[i]).length;
  const near = indices.filter((i) => nearest(row(embeddings, i), means) === labels[i]).length;
  return { loss: lossOf(logits, labels), accuracy: named / count, nearest: near / count };
}

function lossOf(logits: Matrix, labels: Int32Array): number {
  const losses = temperatures.map((temperature) =>
    labels.reduce((sum, label, i) => sum + surprise(row(logits, i), label, temperature), 0),
  );
  return Math.min(...losses) / labels.length;
}

/** What cosines are multiplied by, so that some temperature fits. */
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
function surprise(z: Float32Array, y: number, temperature: number): number {
  const largest = z[largestIn(z)];
  const sum = z.reduce((total, value) => total + Math.exp((value - largest) / temperature), 0);
  return Math.log(sum) - (z[y] - largest) / temperature;
}

/** [C, D], unit length; zeros for a class without a row, which is then nearest to nothing. */
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
