import type { Matrix } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import type { Value, Values } from '../graph/value.ts';
import type { Parameter } from '../steps/parameter.ts';
import type { Comparisons } from './comparisons.ts';

/**
 * How badly a batch of embeddings lies: a scalar, finite, never negative but where its paper has it otherwise, and the
 * same for every order of the batch. It declares what it needs, and nobody asks which loss it is.
 */
export type EmbeddingLoss = RelationLoss | ClassLoss;

/**
 * A loss that compares embeddings with each other. `pairs`: it asks which are the same, or which are different; `triplets`:
 * of one anchor it must know one of each. Both come from class labels, pairs and triplets alike.
 */
export type RelationLoss = {
  readonly needs: 'pairs' | 'triplets';
  /** Weights of its own; absent: none. */
  readonly parameters?: readonly Parameter[];
  /** Whether it asks for less where comparisons say so, as after a collapse; absent: never. */
  readonly hasDefaultMargin?: boolean;
  /** `weights`: its own, by their names. */
  value(comparisons: Comparisons, weights: Values): Value;
};

/** A loss that compares embeddings with weights of its own, which stand for the classes. */
export type ClassLoss = {
  readonly needs: 'labels';
  parameters(size: ClassLossSize): readonly Parameter[];
  value(given: ClassLossGiven): Value;
};

/** How large the weights of a class loss are. */
export type ClassLossSize = {
  readonly classes: number;
  /** Of an embedding. */
  readonly dimensions: number;
  readonly random: Random;
  /** [C, D]: where classes lie, as far as that is known (else zeros); null or absent: nowhere in particular. */
  readonly centres?: Matrix | null;
};

/** What a class loss sees of a batch. */
export type ClassLossGiven = {
  /** [B, D], as they leave the projection: of any length. */
  readonly embeddings: Value;
  /** int64 [B], each 0 .. C - 1. */
  readonly labels: Value;
  /** C. */
  readonly classes: number;
  /** Its own weights, by their names. */
  readonly weights: Values;
};
