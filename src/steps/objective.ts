import type { Value, Values } from '../graph/value.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { Parameter, Tracked } from './parameter.ts';

/** What a batch shows beside its loss. */
export type LossParts = {
  /** A scalar. */
  readonly loss: Value;
  /** The next numbers of the objective's statistics, by name; one that is left out stays as it is. */
  readonly statistics?: Values;
  /** Scalars to be told of, for instance the accuracy of the batch. */
  readonly reports?: Values;
};

/** What is learned, and how. */
export type Objective = {
  readonly parameters: readonly Parameter[];
  readonly optimizer: Optimizer;
  /** What follows the batches without gradients, such as the running mean and variance of batch normalisation. */
  readonly statistics?: readonly Tracked[];
  /** What is done once to a whole batch before it may be divided, such as mixing its pictures; else the batch as it is. */
  readonly prepare?: (batch: Values) => Values;
  /**
   * A batch's loss, a scalar, from parameters and statistics, and the batch's tensors [B, ...], each by name. Where
   * batches are divided it should be a mean over the samples: then the mean over the parts is that of the whole.
   */
  loss(weights: Values, batch: Values): Value | LossParts;
  /** Gradients are scaled down to this length, all taken as one vector; absent: never. 1 is usual for transformers. */
  readonly maxGradNorm?: number;
  /** Share of the weights' moving average that a step keeps, 0..1: near 1 (0.999) is smoother; absent: no average. */
  readonly emaDecay?: number;
  /**
   * Pictures that the machine's blocked convolution takes at a time (runtime/block-size.ts), which must be right: another
   * machine's number gives wrong results. Null: do without. Absent: learners ask their runtime.
   */
  readonly block?: number | null;
  /** Parts into which a batch is divided because it would not fit into memory: a divisor of B; 1 where absent. */
  readonly accumulationSteps?: number;
  /**
   * Parts of the way to the loss whose activations are computed again on the way back instead of being held, as
   * differentiate has them: less memory, a sixth to a third more time, the same numbers; 1 where absent.
   */
  readonly recomputeSegments?: number;
};

/** The loss of a batch with its parts; statistics and reports are empty where the objective gave none. */
export function lossParts(objective: Objective, weights: Values, batch: Values): Required<LossParts> {
  return partsOf(objective.loss(weights, batch));
}

/** A bare loss as its parts; parts that are absent are empty. */
export function partsOf(given: Value | LossParts): Required<LossParts> {
  return 'loss' in given ? { statistics: {}, reports: {}, ...given } : { loss: given, statistics: {}, reports: {} };
}
