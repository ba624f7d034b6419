import { project } from '../backbones/projection.ts';
import { bestCandidates } from '../base/candidates.ts';
import { largest } from '../base/largest.ts';
import { type Matrix, matrix, row } from '../base/matrix.ts';
import type { Prediction } from '../base/prediction.ts';
import type { Product } from '../runtime/product.ts';
import type { Classifier } from './classifier.ts';

/** Embeddings [N, D], unit length, to logits [N, C], before the temperature. */
export async function logits(classifier: Classifier, embeddings: Matrix, product: Product): Promise<Matrix> {
  const { projection, weights, bias, sharpness } = classifier;
  const result = await product(await project(projection, embeddings, product), weights);
  for (let i = 0; i < result.rows; i++) {
    const values = row(result, i);
    for (let c = 0; c < values.length; c++) values[c] = values[c] * sharpness + bias[c];
  }
  return result;
}

/** softmax(logits / temperature) of each row, [N, C]; computed in float64 and stable for large logits. */
export function softmax(scores: Matrix, temperature = 1): Matrix {
  const result = matrix(scores.rows, scores.columns);
  for (let i = 0; i < scores.rows; i++) {
    const from = row(scores, i);
    const to = row(result, i);
    const shift = largestOf(from);
    let sum = 0;
    for (let c = 0; c < to.length; c++) sum += Math.exp((from[c] - shift) / temperature);
    for (let c = 0; c < to.length; c++) to[c] = Math.exp((from[c] - shift) / temperature) / sum;
  }
  return result;
}

/** A classifier ready to answer. */
export type OpenClassifier = {
  readonly classes: readonly string[];
  /** Embeddings [Q, D] to the probability of every class [Q, C]. */
  probabilities(embeddings: Matrix): Promise<Matrix>;
  /** Embeddings [Q, D], unit length, to predictions with the `top` (default 5) most probable classes. */
  recognise(embeddings: Matrix, options?: { readonly top?: number }): Promise<Prediction[]>;
};

/** Binds a classifier to what multiplies its matrices. */
export function openClassifier(classifier: Classifier, product: Product): OpenClassifier {
  const { classes, temperature } = classifier;
  return {
    classes,
    probabilities: async (embeddings) => softmax(await logits(classifier, embeddings, product), temperature),
    async recognise(embeddings, { top = 5 } = {}) {
      const probabilities = softmax(await logits(classifier, embeddings, product), temperature);
      return Array.from({ length: probabilities.rows }, (_, i) => answer(row(probabilities, i), classes, top));
    },
  };
}

/** The largest probability also says how familiar a picture is (Hendrycks and Gimpel 2017). */
function answer(probabilities: Float32Array, classes: readonly string[], top: number): Prediction {
  const candidates = bestCandidates(probabilities, classes, top);
  const [{ label, score }] = candidates;
  return { label, known: true, score, threshold: null, familiarity: score, candidates, nearest: [] };
}

function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** Share of rows whose largest score stands in the column of their label, 0..1. `labels` [N] class indices. */
export function accuracyOf(scores: Matrix, labels: Int32Array): number {
  const right = labels.filter((label, i) => largest(row(scores, i), 1)[0] === label).length;
  return right / labels.length;
}
