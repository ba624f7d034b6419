import { type Matrix, matrix } from '../../base/matrix.ts';
import { once } from '../../base/once.ts';
import type { Random } from '../../base/random.ts';
import { add, matMul, mul, normalised, transpose } from '../../graph/ops.ts';
import type { Value, Values } from '../../graph/value.ts';
import { classDirections } from '../../losses/class-directions.ts';
import { crossEntropy } from '../../losses/cross-entropy.ts';
import type { LogitLoss } from '../../losses/loss.ts';
import { type MetricRecipe, metricLoss } from '../../losses/metric-loss.ts';
import type { ProjectionStart } from '../../spaces/whitened-start.ts';
import { initialNumbers } from '../../steps/parameter.ts';
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
  const directions = once(() => classDirections(() => drawn(classes, dimensions, random), start?.centres ?? null));
  const projection = start
    ? projectionFrom(start.projection)
    : projectionOf({ features, dimensions, random: after(directions, random) });
  const embedding = (x: Value, weights: Values) => normalised(projection.of(x, weights));
  const logits = (x: Value, weights: Values) =>
    mul(matMul(x, transpose(normalised(weights['classes.weight']))), logitScale);
  const named = { parameters: [], logits: (x: Value, weights: Values) => logits(embedding(x, weights), weights) };
  return {
    ...classification(named, onLogits),
    parameters: [
      ...projection.parameters,
      {
        ...{ name: 'classes.weight', shape: [classes, dimensions], decay: true },
        initial: () => directions().data,
      },
    ],
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
  const random = start
    ? size.random
    : after(
        once(() => projection.parameters.map(initialNumbers)),
        size.random,
      );
  const loss = metricLoss(recipe, { ...size, random, centres: start?.centres ?? null });
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
  const initial = once(() => drawn(dimensions, features, random).data.map((value) => value * scale));
  return {
    parameters: [
      { name: 'projection.weight', shape: [dimensions, features], initial, decay: true },
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

/**
 * A stream of which `before` takes its numbers first, whenever the next ones are drawn. So weights that are drawn late,
 * or never, leave the others as they are.
 */
function after(before: () => unknown, { normal, ...random }: Random): Random {
  return {
    ...random,
    normal: () => {
      before();
      return normal();
    },
  };
}

function drawn(rows: number, columns: number, { normal }: Random): Matrix {
  return matrix(rows, columns, new Float32Array(rows * columns).map(normal));
}
