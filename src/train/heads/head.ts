import type { Matrix } from '../../base/matrix.ts';
import type { Random } from '../../base/random.ts';
import type { Value, Values } from '../../graph/value.ts';
import type { Parameter } from '../../steps/parameter.ts';

/** What a head is made from. */
export type HeadOptions = {
  readonly dimensions: number;
  readonly classes: number;
  /** What cosines are multiplied by, for heads that compare directions: too little underfits, too much is overconfident. */
  readonly logitScale: number;
  /** [C, D]: a row per class to begin with, for instance the class means; null: the head's own beginning. */
  readonly initial: Matrix | null;
  readonly random: Random;
};

/** What a head has learned, in the form that every classifier has: logits = sharpness * (weights x) + bias. */
export type HeadWeights = {
  /** [C, D]. */
  readonly weights: Matrix;
  /** [C]. */
  readonly bias: Float32Array;
  readonly logitScale: number;
};

/** Turns features into one logit per class, by parameters that are learned. */
export type Head = {
  readonly parameters: readonly Parameter[];
  /** [B, D] to [B, C]. `parameters` by their names. */
  logits(features: Value, parameters: Values): Value;
  /** The classifier's form of learned parameters, by their names. */
  finished(parameters: Readonly<Record<string, Float32Array>>): HeadWeights;
};
