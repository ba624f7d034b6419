import { type Matrix, matrix } from '../../base/matrix.ts';
import type { Random } from '../../base/random.ts';
import { add, matMul, mul, normalised, transpose } from '../../graph/ops.ts';
import type { Value, Values } from '../../graph/value.ts';
import { classDirections } from '../../losses/class-directions.ts';
import { crossEntropy } from '../../losses/cross-entropy.ts';
import type { LogitLoss } from '../../losses/loss.ts';
import { type MetricRecipe, metricLoss } from '../../losses/metric-loss.ts';
import type { ProjectionStart } from '../../spaces/whitened-start.ts';
import type { Parameter } from '../../steps/parameter.ts';
import { type Criterion, classification } from './criterion.ts';

/** Options of `embeddingHead`. */
export type EmbeddingHeadOptions = {
  /** Number of features of the network, F. */
  readonly features: number;
  /** Size of an embedding. */
  readonly dimensions: number;
  readonly classes: number;
  /** Factor on cosines. Too small underfits, too large becomes overconfident early. */
  readonly logitScale: number;
  /** Label smoothing, 0..1; 0 by default. */
  readonly labelSmoothing?: number;
  /** The loss on the logits; absent: cross-entropy with this label smoothing. */
  readonly onLogits?: LogitLoss;
  readonly random: Random;
  /** Initial weights; null or absent: random. */
  readonly start?: HeadStart | null;
};

/** Initial weights of a head. */
export type HeadStart = {
  /** The initial projection, for features of unit length. */
  readonly projection: ProjectionStart;
  /** [C, E], initial class centres for heads with class weights, zeros for an unknown centre; null: none is known. */
  readonly centres: Matrix | null;
};

/** A head that turns features into an embedding, with the loss that trains it. */
export type EmbeddingHead = Criterion & {
  /** Features [B, F] to embeddings [B, D] of unit length. `weights` by name. */
  embedding(features: Value, weights: Values): Value;
  /** Embeddings [B, D] to logits [B, C]; null where the head has no class weights. */
  readonly logits: ((embeddings: Value, weights: Values) => Value) | null;
  /** Whether a batch must have random numbers for a miner, `drawn`. */
  readonly draws?: boolean;
};

/** The last layers of a network after training: features to embedding. */
export type NetworkEnd = Pick<EmbeddingHead, 'parameters' | 'embedding'>;

/**
 * A linear projection to unit length, trained by a normalised softmax on it (Wang et al. 2017; Zhai and Wu 2019). Each
 * class is a direction, so the embeddings can be compared by cosine.
 */
export function embeddingHead({
  features,
  dimensions,
  classes,
  logitScale,
  labelSmoothing = 0,
  onLogits = crossEntropy({ labelSmoothing }),
  random,
  start = null,
}: EmbeddingHeadOptions): EmbeddingHead {
  const directions = classDirections(drawn(classes, dimensions, random), start?.centres ?? null);
  const projection = start ? projectionFrom(start.projection) : projectionOf({ features, dimensions, random });
  const embedding = (x: Value, weights: Values) => normalised(projection.of(x, weights));
  const logits = (x: Value, weights: Values) =>
    mul(matMul(x, transpose(normalised(weights['classes.weight']))), logitScale);
  const named = { parameters: [], logits: (x: Value, weights: Values) => logits(embedding(x, weights), weights) };
  return {
    ...classification(named, onLogits),
    parameters: [...projection.parameters, parameter('classes.weight', directions, { scale: 1, decay: true })],
    embedding,
    logits,
  };
}

/** Options of metricHead. */
export type MetricHeadOptions = Omit<EmbeddingHeadOptions, 'logitScale' | 'labelSmoothing' | 'onLogits'> & {
  readonly recipe: MetricRecipe;
};

/**
 * A linear projection to unit length, trained by a loss on embeddings. A batch has `labels`, or `positive` and
 * `negative`.
 */
export function metricHead({ recipe, start = null, ...size }: MetricHeadOptions): EmbeddingHead {
  const projection = start ? projectionFrom(start.projection) : projectionOf(size);
  const loss = metricLoss(recipe, { ...size, centres: start?.centres ?? null });
  return {
    parameters: [...projection.parameters, ...loss.parameters],
    statistics: loss.statistics,
    loss: (x, weights, { labels, positive, negative, drawn = null }) =>
      loss.value(projection.of(x, weights), labels ? { labels } : { positive, negative }, weights, drawn),
    embedding: (x, weights) => normalised(projection.of(x, weights)),
    logits: null,
    draws: recipe.miner?.draws ?? false,
  };
}

/** x W^T + b: features [B, F] to [B, D]. */
function projectionOf({
  features,
  dimensions,
  random,
}: Pick<EmbeddingHeadOptions, 'features' | 'dimensions' | 'random'>) {
  const scale = 1 / Math.sqrt(features);
  return {
    parameters: [
      parameter('projection.weight', drawn(dimensions, features, random), { scale, decay: true }),
      { name: 'projection.bias', shape: [dimensions], initial: new Float32Array(dimensions), decay: false },
    ],
    of: (x: Value, weights: Values) =>
      add(matMul(x, transpose(weights['projection.weight'])), weights['projection.bias']),
  };
}

/** normalised(x) W^T + b, with given initial W and b. */
function projectionFrom({ weights: { rows, columns, data }, bias }: ProjectionStart) {
  return {
    parameters: [
      { name: 'projection.weight', shape: [rows, columns], initial: data, decay: true },
      { name: 'projection.bias', shape: [rows], initial: bias, decay: false },
    ],
    of: (x: Value, weights: Values) =>
      add(matMul(normalised(x), transpose(weights['projection.weight'])), weights['projection.bias']),
  };
}

function parameter(
  name: string,
  { rows, columns, data }: Matrix,
  { scale, decay }: { readonly scale: number; readonly decay: boolean },
): Parameter {
  return { name, shape: [rows, columns], initial: data.map((value) => value * scale), decay };
}

function drawn(rows: number, columns: number, { normal }: Random): Matrix {
  return matrix(rows, columns, new Float32Array(rows * columns).map(normal));
}
