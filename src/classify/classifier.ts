import type { Matrix } from '../base/matrix.ts';

/**
 * Approach 1: a head on embeddings. With x standardised (x - mean) / deviation:
 * `linear`: logits = W x + b; `cosine` (normalised softmax, Wang et al. 2017): logits = sharpness * cos(w_c, x).
 * Probabilities are softmax(logits / temperature) (Guo et al. 2017).
 */
export type Classifier = {
  readonly head: 'linear' | 'cosine';
  /** In code-point order; column c of logits and row c of weights belong to classes[c]. */
  readonly classes: readonly string[];
  /** [D], subtracted from embeddings. */
  readonly mean: Float32Array;
  /** [D], divided by afterwards; every entry > 0. */
  readonly deviation: Float32Array;
  /** [C, D]; unit rows for `cosine`. */
  readonly weights: Matrix;
  /** [C]; zeros for `cosine`. */
  readonly bias: Float32Array;
  /** Multiplies cosines; 1 for `linear`. */
  readonly sharpness: number;
  /** > 0; above 1 softens probabilities, below 1 sharpens. */
  readonly temperature: number;
};
