import type { Projection } from '../backbones/projection.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Threshold } from '../gallery/threshold.ts';
import type { FamiliarityName } from './familiarities.ts';

/**
 * Approach 1: a head on features f = project(embedding). `linear`: logits = logitScale * W f + b. `cosine` (normalised
 * softmax, Wang et al. 2017): the same with unit rows of W and b = 0, so that W f are cosines. Probabilities are
 * softmax(logits / temperature) (Guo et al. 2017).
 */
export type Classifier = {
  readonly head: 'linear' | 'cosine';
  readonly projection: Projection;
  /** In code-point order. Column c of the logits and row c of the weights belong to classes[c]. */
  readonly classes: readonly string[];
  /** [C, E]. */
  readonly weights: Matrix;
  /** [C]. */
  readonly bias: Float32Array;
  readonly logitScale: number;
  /** > 0. A value above 1 makes probabilities more even; below 1, more extreme. */
  readonly temperature: number;
  /** How it is known from unknown. Absent: every picture is known. */
  readonly unknown?: {
    /** The score that is compared with the threshold. */
    readonly familiarity: FamiliarityName;
    readonly threshold: Threshold;
  };
};
