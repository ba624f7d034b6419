/** Numbers that go from step to step: where they begin, row-major. */
export type Tracked = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Float32Array;
};

/** Numbers that training changes by their gradients. */
export type Parameter = Tracked & {
  /** Whether weight decay pulls it to zero: true for weights, false for biases and norms. */
  readonly decay: boolean;
  /** Its learning rate as a share of the step's, 1 where absent: less for what is learned already (layerwise-learning-rates.ts). */
  readonly lrScale?: number;
};

/**
 * Whether numbers of this shape decay where nobody says: weights, which mix along two axes or more. Biases and norms
 * do not, even where a file keeps them as [1, C, 1, 1].
 */
export function decaysByShape(shape: readonly number[]): boolean {
  return shape.filter((size) => size > 1).length > 1;
}
