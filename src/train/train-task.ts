import type { Matrix } from '../base/matrix.ts';
import type { Random } from '../base/random.ts';
import type { Sampler, SamplerOptions } from '../data/samplers/sampler.ts';
import type { Value } from '../graph/value.ts';
import type { Tensor } from '../runtime/runtime.ts';
import type { LossParts } from '../steps/objective.ts';
import type { Optimizer } from '../steps/optimizers/optimizer.ts';
import type { Schedule, ScheduleOptions } from '../steps/schedules/schedule.ts';
import type { Guard } from './loop/plan.ts';

/** Numbers to be learned: their shape, and where they begin. */
export type Weight = {
  readonly shape: readonly number[];
  /** The numbers, row-major, or what draws each of them from the seed; zeros where absent. */
  readonly initial?: Float32Array | ((random: Random) => number);
  /** Whether weight decay pulls it to zero; where absent, only what is longer than 1 along two axes or more. */
  readonly decay?: boolean;
  /** Its learning rate as a share of the others'; 1 where absent. */
  readonly lrScale?: number;
};

/** Samples, the first axis counts them: rows of a matrix, a tensor [N, ...], or whole numbers [N] such as classes. */
export type Samples = Matrix | Tensor | Int32Array;

/** What is learned from what, and how. `W`, `D` and `S`: the names of weights, data, statistics. */
export type TrainTask<W extends string, D extends string, S extends string = never> = {
  readonly parameters: Readonly<Record<W, Weight>>;
  /** What follows the batches without gradients; the loss gives its next numbers (see LossParts). */
  readonly statistics?: Readonly<Record<S, Weight>>;
  /** A scalar from the weights (and statistics) and a batch [B, ...] of the data, written with the functions of `graph`. */
  loss(weights: Readonly<Record<W | S, Value>>, batch: Readonly<Record<D, Value>>): Value | LossParts;
  readonly data: Readonly<Record<D, Samples>>;
  /** Data that the loss is measured on after every epoch: its best epoch's weights are given. Absent: the last's. */
  readonly validation?: Readonly<Record<D, Samples>>;
  /** `adamW()` where absent. */
  readonly optimizer?: Optimizer;
  /** The largest learning rate: too much diverges, too little hardly learns. */
  readonly learningRate: number;
  /** How the rate goes over the steps, one of `schedules`; `oneCycle` where absent. */
  readonly schedule?: (options: ScheduleOptions) => Schedule;
  /** Passes over the data. */
  readonly epochs: number;
  /** Samples per step, 32 where absent; all of them where there are fewer. */
  readonly batch?: number;
  /** How batches are drawn, one of `samplers`; `shuffled` where absent. */
  readonly sampler?: (options: SamplerOptions) => Sampler;
  /** The class of each sample, for samplers that ask for it: the name of data that are whole numbers. */
  readonly classes?: NoInfer<D>;
  /** Longest gradient, all taken as one vector; longer ones are scaled down. Absent: as they come. */
  readonly maxGradNorm?: number;
  /** Share of the weights' moving average that a step keeps, for instance 0.999; absent: no average, the weights. */
  readonly emaDecay?: number;
  /** Parts into which each batch is divided where it does not fit into memory: a divisor of `batch`. */
  readonly accumulationSteps?: number;
  /** Parts whose activations are computed again instead of being held, for instance 4: a third more time, less memory. */
  readonly recomputeSegments?: number;
  /** Epochs without a better validation loss after which training ends; absent: never early. */
  readonly patience?: number;
  /** What is taken for trouble and how it is answered; what is left out is as in `usualGuard`. */
  readonly guard?: Partial<Guard>;
  /** The same seed, task, machine and number of threads give the same bytes; 0 where absent. */
  readonly seed?: number;
};
