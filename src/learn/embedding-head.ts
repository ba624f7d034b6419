import { type Matrix, matrix, normaliseRows } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import { add, matMul, mul, normalised, transpose } from '../graph/ops.ts';
import type { Value, Values } from '../graph/value.ts';
import type { Parameter } from './parameter.ts';

/** What an embedding head is made from. */
export type EmbeddingHeadOptions = {
  /** Numbers of the network's features. */
  readonly features: number;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  readonly classes: number;
  /** What cosines are multiplied by: too little underfits, too much is sure too early. */
  readonly sharpness: number;
  readonly random: Random;
};

/** What turns a network's features into an embedding, and, while it learns, embeddings into classes. */
export type EmbeddingHead = {
  readonly parameters: readonly Parameter[];
  /** Features [B, F] to embeddings [B, D] of unit length. `weights` by their names. */
  embedding(features: Value, weights: Values): Value;
  /** Embeddings [B, D] to a logit per class [B, C]. */
  logits(embeddings: Value, weights: Values): Value;
};

/**
 * A linear projection to unit length, and a normalised softmax on it (Wang et al. 2017; Zhai and Wu 2019): classes are
 * directions, so that the embedding that comes of it can be compared by cosine.
 */
export function embeddingHead({
  features,
  dimensions,
  classes,
  sharpness,
  random,
}: EmbeddingHeadOptions): EmbeddingHead {
  const directions = normaliseRows(drawn(classes, dimensions, random));
  const projection = drawn(dimensions, features, random);
  const scale = 1 / Math.sqrt(features);
  return {
    parameters: [
      parameter('projection.weight', projection, { scale, decay: true }),
      { name: 'projection.bias', shape: [dimensions], initial: new Float32Array(dimensions), decay: false },
      parameter('classes.weight', directions, { scale: 1, decay: true }),
    ],
    embedding: (x, weights) =>
      normalised(add(matMul(x, transpose(weights['projection.weight'])), weights['projection.bias'])),
    logits: (x, weights) => mul(matMul(x, transpose(normalised(weights['classes.weight']))), sharpness),
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
