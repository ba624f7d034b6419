import { type Matrix, matrix, row, takeRows } from '../base/matrix.ts';
import { classMeans } from '../gallery/class-means.ts';
import type { Product } from '../linalg/product.ts';
import type { LabelledEmbeddings } from './projection-fit.ts';

/** The variation of embeddings around and between their class means. */
export type Scatter = {
  /** [D], the mean of the class means. */
  readonly mean: Float32Array;
  /** [C, D]; a class without weight has the mean of all class means. */
  readonly means: Matrix;
  /**
   * [D, D], pooled covariance around the class means, with N - C degrees of freedom (N: sum of weights; C: number of
   * classes with weight).
   */
  readonly covariance: Matrix;
  /** Shrinkage for the covariance, 0..1, estimated by Ledoit and Wolf (2004). */
  readonly ledoitWolf: number;
};

/** Number of embeddings whose outer products are summed at once; bounds the memory. */
const blockRows = 8192;

/**
 * A mean square around the class means of unit rows below this is only rounding: the pictures of each class are equal.
 */
const minScatter = 1e-12;

/** Pooled within-class scatter; null where no class has two different pictures. */
export async function withinClassScatter(learned: LabelledEmbeddings, product: Product): Promise<Scatter | null> {
  const { embeddings } = learned;
  const { freedom, filled } = freedomOf(learned);
  if (freedom < 1) return null;
  const { mean, means } = meansOf(learned, filled);
  const covariance = matrix(embeddings.columns, embeddings.columns);
  let fourth = 0;
  for (let start = 0; start < embeddings.rows; start += blockRows) {
    const residuals = residualsOf(learned, means, start, Math.min(start + blockRows, embeddings.rows));
    addScaled(covariance, await product(residuals, residuals), 1 / freedom);
    fourth += sumOfFourthPowers(residuals) / freedom;
  }
  if (trace(covariance) < minScatter) return null;
  return { mean, means, covariance, ledoitWolf: ledoitWolf(covariance, fourth, freedom) };
}

/** The degrees of freedom, and the classes with any weight. */
function freedomOf({ labels, weights }: LabelledEmbeddings): { freedom: number; filled: number[] } {
  const weighed = [...labels.keys()].filter((index) => (weights?.[index] ?? 1) > 0);
  const filled = [...new Set(weighed.map((index) => labels[index]))].sort((a, b) => a - b);
  const total = weighed.reduce((sum, index) => sum + (weights?.[index] ?? 1), 0);
  return { freedom: total - filled.length, filled };
}

function meansOf({ embeddings, labels, classes, weights }: LabelledEmbeddings, filled: readonly number[]) {
  const means = classMeans(embeddings, labels, classes.length, weights);
  const mean = meanOf(filled.length === classes.length ? means : takeRows(means, filled));
  const empty = new Set(classes.keys());
  for (const c of filled) empty.delete(c);
  for (const c of empty) row(means, c).set(mean);
  return { mean, means };
}

/** The trace of a square matrix. */
export function trace({ rows, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * rows + i];
  return sum;
}

/**
 * Embeddings `from` .. `to` - 1 minus their class means, times the square root of their weights, transposed: [D, to -
 * from].
 */
function residualsOf(
  { embeddings, labels, weights }: LabelledEmbeddings,
  means: Matrix,
  from: number,
  to: number,
): Matrix {
  const result = matrix(embeddings.columns, to - from);
  for (let i = from; i < to; i++) {
    const values = row(embeddings, i);
    const mean = row(means, labels[i]);
    const scale = Math.sqrt(weights?.[i] ?? 1);
    for (let j = 0; j < values.length; j++) result.data[j * result.columns + i - from] = scale * (values[j] - mean[j]);
  }
  return result;
}

function addScaled(target: Matrix, source: Matrix, scale: number): void {
  for (let i = 0; i < target.data.length; i++) target.data[i] += scale * source.data[i];
}

/** sum_k |x_k|^4 over the columns x_k of residuals [D, B]. */
function sumOfFourthPowers({ rows, columns, data }: Matrix): number {
  let sum = 0;
  for (let k = 0; k < columns; k++) {
    let length = 0;
    for (let j = 0; j < rows; j++) length += data[j * columns + k] ** 2;
    sum += length * length;
  }
  return sum;
}

/**
 * Ledoit and Wolf (2004), "A well-conditioned estimator for large-dimensional covariance matrices": b^2 / d^2 with
 * d^2 = |S - m I|^2 / D and b^2 = (sum_k |x_k|^4 / n - |S|^2) / (n D). `fourth` is sum_k |x_k|^4 / n.
 */
function ledoitWolf(covariance: Matrix, fourth: number, n: number): number {
  const dimensions = covariance.rows;
  const m = trace(covariance) / dimensions;
  const squares = covariance.data.reduce((sum, value) => sum + value * value, 0);
  const distance = squares / dimensions - m * m;
  const error = (fourth - squares) / (n * dimensions);
  return distance > 0 ? Math.min(1, Math.max(0, error / distance)) : 1;
}

function meanOf(rows: Matrix): Float32Array {
  return row(classMeans(rows, new Int32Array(rows.rows), 1), 0);
}
