import type { Matrix } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import type { Value, Values } from '../graph/value.ts';
import type { LossParts } from '../steps/objective.ts';
import type { Parameter, Tracked } from '../steps/parameter.ts';
import type { Comparisons } from './comparisons.ts';

/**
 * How wrong a batch is: a scalar, finite, and the same for every order of the batch. It is never negative, except where
 * the paper defines it so. A loss declares what it needs; other code reads that and never asks which loss it is.
 */
export type Loss = LogitLoss | EmbeddingLoss;

/** A loss on embeddings: it compares them with each other, or with weights that stand for the classes. */
export type EmbeddingLoss = RelationLoss | ClassLoss;

/** A loss on the logits of a classifier head, such as cross-entropy. The head has the weights, the loss has none. */
export type LogitLoss = {
  readonly needs: 'logits';
  value(given: LogitLossGiven): Value;
};

/** A batch, as a loss on logits sees it. */
export type LogitLossGiven = {
  /** The head's outputs before softmax, [B, C]. */
  readonly logits: Value;
  /** The true classes, int64 [B], each 0 .. C - 1. */
  readonly labels: Value;
  /**
   * Where pictures are mixed: the classes mixed in, int64 [B], and each picture's own share, [B], 0..1. Absent: not
   * mixed.
   */
  readonly mixed?: { readonly labels: Value; readonly shares: Value };
};

/**
 * A loss that compares embeddings with each other. `pairs`: it needs pairs known to be the same, or different.
 * `triplets`: it needs anchors with a positive and a negative. Class labels, pairs and triplets can all give that.
 */
export type RelationLoss = {
  readonly needs: 'pairs' | 'triplets';
  /** Weights of its own, which are trained; absent: none. */
  readonly parameters?: readonly Parameter[];
  /** Numbers of its own that follow the batches without a gradient, such as a running histogram; absent: none. */
  readonly statistics?: readonly Tracked[];
  /**
   * The loss, or its parts: the loss with the next numbers of its statistics, by name. `weights`: its own parameters
   * and statistics, by name.
   */
  value(comparisons: Comparisons, weights: Values): Value | LossParts;
};

/** A loss that compares embeddings with weights of its own, which stand for the classes. */
export type ClassLoss = {
  readonly needs: 'labels';
  /** Weights of its own, which are trained. */
  parameters(size: ClassLossSize): readonly Parameter[];
  /** As RelationLoss has them, for this size; absent: none. */
  statistics?(size: ClassLossSize): readonly Tracked[];
  /** The loss, or its parts: then with the next numbers of its statistics. */
  value(given: ClassLossGiven): Value | LossParts;
};

/** How large the weights of a class loss are, and where they start. */
export type ClassLossSize = {
  /** C. */
  readonly classes: number;
  /** D, the numbers of an embedding. */
  readonly dimensions: number;
  readonly random: Random;
  /** The known class centres, [C, D], with a row of zeros where one is unknown. Null or absent: none is known. */
  readonly centres?: Matrix | null;
};

/** A batch, as a class loss sees it. */
export type ClassLossGiven = {
  /** [B, D], as they leave the projection: of any length. */
  readonly embeddings: Value;
  /** int64 [B], each 0 .. C - 1. */
  readonly labels: Value;
  /** C. */
  readonly classes: number;
  /** Its own parameters and statistics, by their names. */
  readonly weights: Values;
};
