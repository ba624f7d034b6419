/** Numbers that go from step to step, and their start, row-major. */
export type Tracked = {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * The numbers before the first step, row-major; or a function that draws them, called when a state begins with them.
   */
  readonly initial: Float32Array | (() => Float32Array);
};

/** The numbers before the first step, drawn now where that is still to be done. */
export function initialNumbers({ initial }: Pick<Tracked, 'initial'>): Float32Array {
  return typeof initial === 'function' ? initial() : initial;
}

/** Bytes of all these numbers, as float32. */
export function stateBytes(parts: readonly Tracked[]): number {
  return parts.reduce((sum, part) => sum + Float32Array.BYTES_PER_ELEMENT * numberCount(part), 0);
}

/** How many numbers it holds. */
export function numberCount({ shape }: Pick<Tracked, 'shape'>): number {
  return shape.reduce((product, size) => product * size, 1);
}

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
