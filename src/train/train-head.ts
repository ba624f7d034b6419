import { DiscernError } from '../base/error.ts';
import type { Matrix } from '../base/matrix.ts';
import type { Watch } from '../base/progress.ts';
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
import { noGuard, type Plan } from './loop/plan.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import { headValidator, type Labelled } from './validation/validate-head.ts';
import { whileOpen } from './while-open.ts';

/** What a head learns from, and how. Features are standardised already. */
export type HeadTask = Labelled & {
  readonly classes: number;
  /** Pictures that choose the best epoch; null: the last epoch stands. */
  readonly validation: Labelled | null;
  readonly head: HeadName;
  /** Share of certainty given to all classes alike, 0..1: 0.1 keeps a head from overconfidence. */
  readonly labelSmoothing: number;
  /** [C], how much a picture of each class counts; null: all alike. */
  readonly classWeights: Float32Array | null;
  /** The largest learning rate, for instance 1e-3: too much diverges, too little hardly learns. */
  readonly learningRate: number;
  /** AdamW's: too much underfits, too little overfits few pictures. */
  readonly weightDecay: number;
  /** Passes over the samples; fewer where they would exceed `work`. */
  readonly epochs: number;
  /** Ends after so many of the epochs, as if they all were to come: the schedule is theirs. Absent: runs them all. */
  readonly stopAfter?: number;
  /** Samples per step; all of them where there are fewer. */
  readonly batch: number;
  /** What a cosine head multiplies cosines by; other heads ignore it. */
  readonly logitScale: number;
  /** [C, D], a row per class to begin with; absent or null: the head's own beginning. */
  readonly initial?: Matrix | null;
  /** Epochs without a better validation loss after which training ends; absent: never early. */
  readonly patience?: number;
  /** Operations that training may take at most (see work.ts). */
  readonly work?: number;
};

/** With what a head is trained. */
export type HeadTools = Watch & {
  readonly runtime: Runtime;
  readonly seed: number;
  readonly threads?: number | undefined;
};

/** A trained head, and how it came about. */
export type TrainedHead = HeadWeights & {
  /** Epochs that were run. */
  readonly epochs: number;
  /** The epoch whose weights these are, counted from 1; 0 where training bettered nothing. */
  readonly bestEpoch: number;
  /** Mean negative log-likelihood on the validation pictures, at the best of some temperatures; null where there are none. */
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  /** Without durations, so that equal heads are equal. */
  readonly history: readonly Omit<Epoch, 'seconds'>[];
};

/**
 * Learns a head on features by AdamW under a one-cycle schedule; validation picks the epoch. The same task, seed,
 * machine and number of threads give the same bytes. Throws `too-few` without samples or with fewer than two
 * classes, `interrupted` when the signal is aborted.
 */
export async function trainHead(task: HeadTask, tools: HeadTools): Promise<TrainedHead> {
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
      finished(head, await trainLoop(learner, planFor(task), { ...watch, validate: validator?.validate ?? null })),
    );
  });
}

function objectiveOf(head: Head, { labelSmoothing, classWeights, weightDecay }: HeadTask): Objective {
  const loss = crossEntropy({ labelSmoothing, classWeights });
  return {
    parameters: head.parameters,
    optimizer: adamW({ weightDecay }),
    block: null, // it has no images
    loss: (parameters, { features, labels }) => loss.value({ logits: head.logits(features, parameters), labels }),
  };
}

function planFor(task: HeadTask): Plan {
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
    guard: noGuard,
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
    todo: 'add pictures of another class, or use a gallery, which is content with one',
  });
}
