import { type Matrix, matrix } from '../../base/matrix.ts';
import { once } from '../../base/once.ts';
import type { Random } from '../../base/random.ts';
import { add, matMul, mul, normalised, transpose } from '../../graph/ops.ts';
import type { Value, Values } from '../../graph/value.ts';
import { classDirections } from '../../losses/class-directions.ts';
import { crossEntropy } from '../../losses/cross-entropy.ts';
import { type MetricRecipe, metricLoss } from '../../losses/metric-objective.ts';
import type { ProjectionStart } from '../../spaces/whitened-start.ts';
import { initialNumbers } from '../../steps/parameter.ts';
import { type Criterion, classification } from './criterion.ts';

/** What an embedding head is made from. */
export type EmbeddingHeadOptions = {
  /** Numbers of the network's features. */
  readonly features: number;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  readonly classes: number;
  /** What cosines are multiplied by: too little underfits, too much is sure too early. */
  readonly logitScale: number;
  /** Label smoothing, 0..1; 0 where absent. */
  readonly labelSmoothing?: number;
  readonly random: Random;
  /** Null or absent: at random. */
  readonly start?: HeadStart | null;
};

/** Where a head begins. */
export type HeadStart = {
  /** Then of features of unit length. */
  readonly projection: ProjectionStart;
  /** [C, E], for heads that know classes: where each lies, zeros where that is not known; null: nothing is known. */
  readonly centres: Matrix | null;
};

/** What turns a network's features into an embedding, and holds that to something while it learns. */
export type EmbeddingHead = Criterion & {
  /** Features [B, F] to embeddings [B, D] of unit length. `weights` by their names. */
  embedding(features: Value, weights: Values): Value;
  /** Embeddings [B, D] to a logit per class [B, C]; null where no weights stand for classes. */
  readonly logits: ((embeddings: Value, weights: Values) => Value) | null;
  /** Whether a batch must bring numbers that a miner draws by, `drawn`. */
  readonly draws?: boolean;
};

/** What features become an embedding by, where nothing more is learned. */
export type NetworkEnd = Pick<EmbeddingHead, 'parameters' | 'embedding'>;

/**
 * A linear projection to unit length, and a normalised softmax on it (Wang et al. 2017; Zhai and Wu 2019): classes are
 * directions, so that the embedding that comes of it can be compared by cosine.
 */
export function embeddingHead({
  features,
  dimensions,
  classes,
  logitScale,
  labelSmoothing = 0,
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
    ...classification(named, crossEntropy({ labelSmoothing })),
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
export type MetricHeadOptions = Omit<EmbeddingHeadOptions, 'logitScale' | 'labelSmoothing'> & {
  readonly recipe: MetricRecipe;
};

/**
 * A linear projection to unit length, held to a loss on embeddings. A batch says `labels`, or `positive` and
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

/** unit(x) W^T + b, from where it begins. */
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
 * or never, leave the others as they are. /
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
