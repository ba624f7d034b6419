import { project } from '../backbones/projection.ts';
import { requireDimensions } from '../backbones/require-dimensions.ts';
import { bestCandidates } from '../base/candidates.ts';
import { largestIndices } from '../base/largest-indices.ts';
import { dot, type Matrix, matrix, row } from '../base/matrix.ts';
import type { Candidate, Prediction } from '../base/prediction.ts';
import { rowBlocks, rowsPerBlock } from '../base/row-blocks.ts';
import { acceptedFrom } from '../gallery/threshold.ts';
import type { Product } from '../linalg/product.ts';
import type { Classifier } from './classifier.ts';
import { type ClassifierScores, familiarities, usualFamiliarity } from './familiarities.ts';

/**
 * Computes logits [N, C], before the temperature, of embeddings [N, D] of unit length. Throws what requireDimensions
 * throws.
 */
export async function logits(classifier: Classifier, embeddings: Matrix, product: Product): Promise<Matrix> {
  return logitsFrom(await productsOf(classifier, embeddings, product), classifier);
}

/** W f [N, C] of embeddings [N, D]. */
async function productsOf({ projection, weights }: Classifier, embeddings: Matrix, product: Product): Promise<Matrix> {
  requireDimensions(embeddings, (projection.weights ?? weights).columns);
  return product(await project(projection, embeddings, product), weights);
}

/** logitScale * (W f) + b of the products W f [N, C]; a new matrix. */
function logitsFrom({ rows, columns, data }: Matrix, { logitScale, bias }: Classifier): Matrix {
  return matrix(
    rows,
    columns,
    data.map((value, i) => value * logitScale + bias[i % columns]),
  );
}

/** softmax(logits / temperature) of each row, [N, C]. Computed in float64, so large logits do not overflow. */
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

/** A classifier ready for use. */
export type OpenClassifier = {
  readonly classes: readonly string[];
  /** Gives the probability of every class, [Q, C], for embeddings [Q, D] of unit length. */
  probabilities(embeddings: Matrix): Promise<Matrix>;
  /** Embeddings [Q, D], unit length, to predictions with the `top` (default 5) most probable classes. */
  recognise(embeddings: Matrix, options?: { readonly top?: number | undefined }): Promise<Prediction[]>;
  /**
   * What every familiarity is computed from, with the best class of each picture. `left`: a class for each picture that
   * does not answer it.
   */
  scores(
    embeddings: Matrix,
    left?: readonly (string | null)[],
  ): Promise<(ClassifierScores & { readonly best: string })[]>;
};

/**
 * Prepares a classifier for use; `product` multiplies its matrices.
 *
 * @example
 * const { classifier, gallery } = await readBundle('emoji.discern');
 * if (classifier && gallery?.embeddings) {
 *   const { probabilities } = openClassifier(classifier, productFor(nodeRuntime));
 *   const { rows, columns } = await probabilities(gallery.embeddings); // [N, C]
 *   columns === classifier.classes.length; // => true
 * }
 */
export function openClassifier(classifier: Classifier, product: Product): OpenClassifier {
  const { classes, weights, temperature } = classifier;
  const lengths = rowLengths(weights);
  const columnOf = new Map(classes.map((label, column) => [label, column]));

  async function* rows(embeddings: Matrix, left: readonly (string | null)[] = []) {
    for (const { start, block } of rowBlocks(embeddings, rowsPerBlock(classes.length))) {
      const products = await productsOf(classifier, block, product);
      const scores = logitsFrom(products, classifier);
      for (let i = 0; i < block.rows; i++) {
        const column = columnOf.get(left[start + i] ?? '');
        if (column !== undefined) row(scores, i)[column] = Number.NEGATIVE_INFINITY;
      }
      const probabilities = softmax(scores, temperature);
      for (let i = 0; i < block.rows; i++) {
        const [best, next] = largestIndices(row(scores, i), 2);
        const cosine = row(products, i)[best] / lengths[best];
        yield { best, probabilities: row(probabilities, i), scores: scoresOf(row(scores, i), best, next, cosine) };
      }
    }
  }

  function scoresOf(values: Float32Array, best: number, next: number | undefined, cosine: number): ClassifierScores {
    let sum = 0;
    for (let c = 0; c < values.length; c++) sum += Math.exp((values[c] - values[best]) / temperature);
    const logit = values[best] / temperature;
    const nextLogit = (values[next ?? best] ?? 0) / temperature;
    return { probability: 1 / sum, logit, nextLogit, logSumExp: logit + Math.log(sum), cosine };
  }

  return {
    classes,
    probabilities: async (embeddings) => softmax(await logits(classifier, embeddings, product), temperature),
    async recognise(embeddings, { top = 5 } = {}) {
      const predictions: Prediction[] = [];
      for await (const { probabilities, scores } of rows(embeddings)) {
        predictions.push(answer(bestCandidates(probabilities, classes, Math.max(2, top)), top, scores, classifier));
      }
      return predictions;
    },
    async scores(embeddings, left) {
      const all: (ClassifierScores & { readonly best: string })[] = [];
      for await (const { best, scores } of rows(embeddings, left)) all.push({ ...scores, best: classes[best] });
      return all;
    },
  };
}

/** The best class is named also where the picture is not known. */
function answer(
  best: readonly Candidate[],
  top: number,
  scores: ClassifierScores,
  { unknown }: Classifier,
): Prediction {
  const [{ label, score }, runnerUp = null] = best;
  const candidates = best.slice(0, Math.max(1, top));
  const familiarity = familiarities[unknown?.familiarity ?? usualFamiliarity](scores);
  const threshold = unknown ? acceptedFrom(unknown.threshold, { label }) : null;
  const known = threshold === null || familiarity >= threshold;
  return { label, known, score, threshold, familiarity, candidates, runnerUp, nearest: [] };
}

function rowLengths(weights: Matrix): Float64Array {
  return Float64Array.from({ length: weights.rows }, (_, c) => Math.sqrt(dot(row(weights, c), row(weights, c))) || 1);
}

function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** The share of rows (0..1) whose largest score is in the column of their label. `labels` [N] are class indices. */
export function accuracyOf(scores: Matrix, labels: Int32Array): number {
  const right = labels.filter((label, i) => largestIndices(row(scores, i), 1)[0] === label).length;
  return right / labels.length;
}
