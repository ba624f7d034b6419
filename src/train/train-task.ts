import type { Matrix } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import type { Sampler, SamplerOptions } from '../data/samplers/sampler.ts';
import type { Value } from '../graph/value.ts';
import type { Tensor } from '../runtime/runtime.ts';
import type { LossParts } from '../steps/objective.ts';
import type { Optimizer } from '../steps/optimizers/optimizer.ts';
import type { Schedule, ScheduleOptions } from '../steps/schedules/schedule.ts';
import type { DivergencePolicy } from './loop/plan.ts';

/** A tensor to be trained: its shape and its initial values. */
export type Weight = {
  readonly shape: readonly number[];
  /** Initial values, row-major, or a function that draws each of them. Absent: zeros. */
  readonly initial?: Float32Array | ((random: Random) => number);
  /**
   * Whether weight decay applies. Absent: only to tensors with two or more axes longer than 1 (not to biases and
   * norms).
   */
  readonly decay?: boolean;
  /** Factor on the learning rate of this tensor, 1 by default. */
  readonly lrScale?: number;
};

/** Samples along the first axis: rows of a matrix, a tensor [N, ...], or whole numbers [N] such as classes. */
export type Samples = Matrix | Tensor | Int32Array;

/**
 * A training task: the weights, the loss, the data and the settings. `W`, `D` and `S` are the names of the weights, the
 * data and the statistics.
 */
export type TrainTask<W extends string, D extends string, S extends string = never> = {
  readonly parameters: Readonly<Record<W, Weight>>;
  /**
   * Tensors without gradients that follow the batches, such as running means. The loss gives their next values (see
   * `LossParts`).
   */
  readonly statistics?: Readonly<Record<S, Weight>>;
  /**
   * The loss: a scalar from the weights, the statistics and a batch [B, ...] of the data, written with the functions of
   * `graph`.
   */
  loss(weights: Readonly<Record<W | S, Value>>, batch: Readonly<Record<D, Value>>): Value | LossParts;
  readonly data: Readonly<Record<D, Samples>>;
  /** Data for validation after every epoch: the result has the weights of the best epoch. Absent: of the last epoch. */
  readonly validation?: Readonly<Record<D, Samples>>;
  /** `adamW()` by default. */
  readonly optimizer?: Optimizer;
  /** Peak learning rate. Too high diverges, too low hardly learns. */
  readonly learningRate: number;
  /** Learning-rate schedule over the steps, one of `schedules`; `oneCycle` by default. */
  readonly schedule?: (options: ScheduleOptions) => Schedule;
  /** Number of epochs. */
  readonly epochs: number;
  /** Samples per step, 32 by default; all samples where there are fewer. */
  readonly batch?: number;
  /** How batches are drawn, one of `samplers`; `shuffled` by default. */
  readonly sampler?: (options: SamplerOptions) => Sampler;
  /** The name of the data tensor (whole numbers) with the class of each sample, for samplers that need classes. */
  readonly classes?: NoInfer<D>;
  /** Maximum norm of the gradient over all weights; a longer gradient is scaled down. Absent: no clipping. */
  readonly maxGradNorm?: number;
  /** Decay of the moving average of the weights, for instance 0.999. Absent: no average. */
  readonly emaDecay?: number;
  /**
   * Gradient accumulation: the number of parts each batch is split into if it does not fit into memory. Must divide
   * `batch`.
   */
  readonly accumulationSteps?: number;
  /**
   * Gradient checkpointing: the number of segments whose activations are recomputed instead of stored. 4 takes up to a
   * third more time, and less memory.
   */
  readonly recomputeSegments?: number;
  /** Number of epochs without a better validation loss after which training ends; absent: it never ends early. */
  readonly patience?: number;
  /** When training counts as diverged, and how it reacts. Missing members are those of `defaultDivergencePolicy`. */
  readonly guard?: Partial<DivergencePolicy>;
  /** Random seed, 0 by default. The same seed, task, machine and number of threads give the same bytes. */
  readonly seed?: number;
};
