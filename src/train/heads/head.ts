import type { Matrix } from '../../base/matrix.ts';
import type { Random } from '../../base/random.ts';
import type { Value, Values } from '../../graph/value.ts';
import type { Parameter } from '../../steps/parameter.ts';

/** Options of every head. */
export type HeadOptions = {
  readonly dimensions: number;
  readonly classes: number;
  /** Factor on cosines, for heads that compare directions. Too small underfits, too large is overconfident. */
  readonly logitScale: number;
  /** [C, D], initial weights, one row per class, for instance the class means; null: the default of the head. */
  readonly initial: Matrix | null;
  readonly random: Random;
};

/** The trained head in the form that every classifier has: logits = logitScale * (weights x) + bias. */
export type HeadWeights = {
  /** [C, D]. */
  readonly weights: Matrix;
  /** [C]. */
  readonly bias: Float32Array;
  readonly logitScale: number;
};

/** A trainable layer that turns features into one logit per class. */
export type Head = {
  readonly parameters: readonly Parameter[];
  /** [B, D] to [B, C]. `parameters` by name. */
  logits(features: Value, parameters: Values): Value;
  /** Trained parameters, by name, in the form of a classifier. */
  finished(parameters: Readonly<Record<string, Float32Array>>): HeadWeights;
};
