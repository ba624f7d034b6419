import { DiscernError } from '../base/error.ts';
import type { Matrix } from '../base/matrix.ts';
import type { ProgressOptions } from '../base/progress.ts';
import { random } from '../base/random.ts';
import { shuffled } from '../data/samplers/shuffled.ts';
import { crossEntropy } from '../losses/cross-entropy.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { floats, indexTensor, matrixTensor } from '../runtime/tensors.ts';
import type { Objective } from '../steps/objective.ts';
import { adamW } from '../steps/optimizers/adam-w.ts';
import { oneCycle } from '../steps/schedules/one-cycle.ts';
import { poolLearner } from './batches/pool-learner.ts';
import { stepsWithin, workLimit, workPerCall } from './cost/work.ts';
import { type HeadName, heads } from './heads/catalogue.ts';
import type { Head, HeadWeights } from './heads/head.ts';
import type { Epoch } from './loop/history.ts';
import { type LoopPlan, stopAtDivergence } from './loop/plan.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import { headValidator, type Labelled } from './validation/validate-head.ts';
import { whileOpen } from './while-open.ts';

/** The data and the settings for training a head. Features must be standardised. */
export type HeadTask = Labelled & {
  readonly classes: number;
  /** Held-out pictures that choose the best epoch; null: the last epoch is taken. */
  readonly validation: Labelled | null;
  readonly head: HeadName;
  /** Label smoothing, 0..1: 0.1 keeps a head from overconfidence. */
  readonly labelSmoothing: number;
  /** [C], the weight of each class in the loss; null: all 1. */
  readonly classWeights: Float32Array | null;
  /** Peak learning rate, for instance 1e-3. Too high diverges, too low hardly learns. */
  readonly learningRate: number;
  /** Weight decay of AdamW. Too high underfits, too low overfits few pictures. */
  readonly weightDecay: number;
  /** Number of epochs; fewer where they would exceed `work`. */
  readonly epochs: number;
  /**
   * Stop after this many epochs, with the learning-rate schedule still laid out for `epochs`. Absent: run all epochs.
   */
  readonly stopAfter?: number;
  /** Samples per step; all samples where there are fewer. */
  readonly batch: number;
  /** Factor on the cosines of a cosine head; other heads ignore it. */
  readonly logitScale: number;
  /** [C, D], initial weights, one row per class. Absent or null: the default of the head. */
  readonly initial?: Matrix | null;
  /** Number of epochs without a better validation loss after which training ends; absent: it never ends early. */
  readonly patience?: number;
  /** Maximum number of operations of the training (see work.ts). */
  readonly work?: number;
};

/** The runtime, the seed, and how training is watched. */
export type TrainHeadTools = ProgressOptions & {
  readonly runtime: Runtime;
  readonly seed: number;
  readonly threads?: number | undefined;
};

/** A trained head and the history of its training. */
export type TrainedHead = HeadWeights & {
  /** Number of epochs that were run. */
  readonly epochs: number;
  /** The epoch of the weights, counted from 1; 0 where no epoch improved on the initial weights. */
  readonly bestEpoch: number;
  /** Mean negative log-likelihood of the validation pictures at the best temperature; null without validation. */
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  /** Without durations, so that equal heads compare as equal. */
  readonly history: readonly Omit<Epoch, 'seconds'>[];
};

/**
 * Trains a head on features with AdamW under a one-cycle schedule; validation chooses the epoch. The same task, seed,
 * machine and number of threads give the same bytes. Throws `too-few` without samples or with fewer than two classes,
 * and `interrupted` when the signal is aborted.
 */
export async function trainHead(task: HeadTask, tools: TrainHeadTools): Promise<TrainedHead> {
  const { features, labels, classes, validation } = task;
  refuseTooFew(task);
  const { runtime, seed, threads, ...watch } = tools;
  const options = threads === undefined ? {} : { threads };
  const head = heads[task.head]({
    dimensions: features.columns,
    classes,
    logitScale: task.logitScale,
    initial: task.initial ?? null,
    random: random(seed, 'head'),
  });
  const batch = batchOf(task);
  const pool = { features: matrixTensor(features), labels: indexTensor(labels) };
  const sampler = shuffled({ labels, batch, seed });
  const learner = await poolLearner(objectiveOf(head, task), { pool, batch, sampler }, runtime, options);
  return whileOpen(learner, async () => {
    const validator = validation && (await headValidator(head, validation, { runtime, classes, ...options }));
    return whileOpen(validator, async () =>
      finished(head, await trainLoop(learner, headPlan(task), { ...watch, validate: validator?.validate ?? null })),
    );
  });
}

function objectiveOf(head: Head, { labelSmoothing, classWeights, weightDecay }: HeadTask): Objective {
  const loss = crossEntropy({ labelSmoothing, classWeights });
  return {
    parameters: head.parameters,
    optimizer: adamW({ weightDecay }),
    block: null, // there are no images
    loss: (parameters, { features, labels }) => loss.value({ logits: head.logits(features, parameters), labels }),
  };
}

function headPlan(task: HeadTask): LoopPlan {
  const { features, classes, learningRate, epochs, stopAfter = epochs, patience = epochs, work = workLimit } = task;
  const batch = batchOf(task);
  const size = { batch, dimensions: features.columns, classes };
  const possible = stepsWithin(work, size);
  const stepsPerEpoch = Math.min(Math.ceil(features.rows / batch), possible);
  const affordable = Math.min(epochs, Math.floor(possible / stepsPerEpoch));
  return {
    schedule: oneCycle({ learningRate, steps: affordable * stepsPerEpoch }),
    epochs: Math.min(affordable, stopAfter),
    stepsPerEpoch,
    stepsPerCall: stepsWithin(workPerCall, size),
    batch,
    patience,
    guard: stopAtDivergence,
  };
}

function batchOf({ batch, features }: HeadTask): number {
  return Math.min(batch, features.rows);
}

function finished(head: Head, { weights, best, history }: Trained): TrainedHead {
  const learned = head.parameters.map(({ name }) => [name, floats(weights[name])] as const);
  const validation = history[best - 1]?.validation;
  return {
    ...head.finished(Object.fromEntries(learned)),
    epochs: history.length,
    bestEpoch: best,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    history: history.map(({ seconds, ...epoch }) => epoch),
  };
}

function refuseTooFew({ features, classes }: HeadTask): void {
  if (features.rows > 0 && classes > 1) return;
  throw new DiscernError('too-few', 'a classifier needs pictures of two classes or more', {
    given: `${features.rows} pictures of ${classes} classes`,
    expected: 'at least one picture of each of two classes',
    todo: 'add pictures of another class, or use a gallery, which works with one class',
  });
}
