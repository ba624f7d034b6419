/** Numbers that go from step to step, and their start, row-major. */
export type Tracked = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Float32Array;
};

/** Numbers that training changes by their gradients. */
export type Parameter = Tracked & {
  /** Whether weight decay applies: true for weights, false for biases and norms. */
  readonly decay: boolean;
  /**
   * Its learning rate as a share of the step's; absent: 1. Less for pretrained layers (layerwise-learning-rates.ts).
   */
  readonly lrScale?: number;
};

/**
 * Whether a parameter of this shape decays by default: weights do, which have two axes or more longer than 1. Biases
 * and norms do not, even in the shape [1, C, 1, 1].
 */
export function decaysByShape(shape: readonly number[]): boolean {
  return shape.filter((size) => size > 1).length > 1;
}
