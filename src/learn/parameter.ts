/** Numbers that training changes. */
export type Parameter = {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where training begins, row-major. */
  readonly initial: Float32Array;
  /** Whether weight decay pulls it to zero: true for weights, false for biases and norms. */
  readonly decay: boolean;
};
