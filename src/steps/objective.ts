import type { Value, Values } from '../graph/value.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import type { Parameter, Tracked } from './parameter.ts';

/** The loss of a batch, and what else it gives. */
export type LossParts = {
  /** A scalar. */
  readonly loss: Value;
  /** The next numbers of the objective's statistics, by name; those that are absent stay unchanged. */
  readonly statistics?: Values;
  /** Scalars to report, for instance the accuracy of the batch. */
  readonly reports?: Values;
};

/** What a training step minimises, and how. */
export type Objective = {
  readonly parameters: readonly Parameter[];
  readonly optimizer: Optimizer;
  /**
   * Numbers that follow the batches without gradients, such as the running mean and variance of batch normalisation.
   */
  readonly statistics?: readonly Tracked[];
  /**
   * Changes a whole batch once, before it is divided, for example by mixing its pictures; absent: it stays as it is.
   */
  readonly prepare?: (batch: Values) => Values;
  /**
   * The loss of a batch, a scalar, from parameters and statistics, and the batch's tensors [B, ...], each by name. If
   * batches are divided (accumulationSteps) it should be a mean over samples: the mean over the parts is then that of
   * the whole batch.
   */
  loss(weights: Values, batch: Values): Value | LossParts;
  /**
   * Gradient clipping: the largest global norm of the gradients, above 0; absent: none. 1 is usual for transformers.
   * Too small slows training; too large does nothing.
   */
  readonly maxGradNorm?: number;
  /**
   * Exponential moving average of the weights: the share that a step keeps, 0..1. Near 1 (0.999) is smoother, and lags
   * more; absent: no average.
   */
  readonly emaDecay?: number;
  /**
   * Pictures that the machine's blocked convolution takes at a time (runtime/block-size.ts). It must be right: another
   * machine's number gives wrong results. Null: do without. Absent: learners ask their runtime.
   */
  readonly block?: number | null;
  /**
   * Gradient accumulation: the parts into which a batch is divided because it does not fit into memory, a divisor of B;
   * absent: 1. More parts take less memory, and slightly more time.
   */
  readonly accumulationSteps?: number;
  /**
   * Gradient checkpointing: the number of segments of the forward pass whose activations are recomputed on the way back
   * instead of held (graph/differentiate.ts); absent: 1. More take less memory, and a sixth to a third more time, for
   * the same result.
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
