import { internalError } from '../base/error.ts';
import type { Watch } from '../base/progress.ts';
import type { EvaluationPairs } from '../data/annotations/evaluation-pairs.ts';
import type { Network } from '../graph/network.ts';
import type { Product } from '../linalg/product.ts';
import { standardError } from '../metrics/standard-error.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { fitMemory, type MemoryFit, type MemorySetting, plainSetting } from '../steps/fit-memory.ts';
import type { Objective } from '../steps/objective.ts';
import { adamW } from '../steps/optimizers/adam-w.ts';
import { oneCycle } from '../steps/schedules/one-cycle.ts';
import type { Activations } from './batches/activations.ts';
import { fedLearner } from './batches/fed-learner.ts';
import { type RelationBatches, viewFeed, viewTypes } from './batches/view-feed.ts';
import type { Checkpointer } from './checkpoints/checkpointer.ts';
import { stepsPerCall } from './cost/steps-per-call.ts';
import type { EmbeddingHead } from './heads/embedding-head.ts';
import { criterionObjective } from './heads/network-objective.ts';
import type { Learner } from './loop/learner.ts';
import type { Lengthen } from './loop/lengths.ts';
import { defaultDivergencePolicy, type LoopPlan } from './loop/plan.ts';
import type { ReportProgress } from './loop/progress-report.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import { comparisonValidator } from './validation/comparison-validator.ts';
import { type EmbeddingValidator, embeddingValidator } from './validation/embedding-validator.ts';
import { newClassValidator } from './validation/new-class-validator.ts';
import { whileOpen } from './while-open.ts';

/** The data and the settings for training an embedding. */
export type EmbeddingTask = Partial<MemorySetting> & {
  /** The network, or the part of it that is trained, for `batch` / `accumulationSteps` pictures. */
  readonly network: Network;
  /** The same network for any fixed batch, used by validation. */
  readonly validationNetwork: Network;
  readonly head: EmbeddingHead;
  readonly classes: number;
  readonly learned: Activations;
  /** Number of stored views of each training picture; null: unlimited. */
  readonly views: number | null;
  /** Held-out pictures that choose the best epoch; null: the last epoch is taken. */
  readonly selection: Selection | null;
  /** Whether the initial weights are validated too and win if no epoch is better. */
  readonly validatesInitial?: boolean;
  readonly epochs: number;
  readonly batch: number;
  /**
   * Pictures of each class in a batch, for losses that compare pictures. Absent or null: each epoch takes all pictures
   * once.
   */
  readonly perClass?: number | null;
  /**
   * How batches are drawn where pairs instead of classes say which pictures are the same. Absent or null: classes do.
   */
  readonly relationBatches?: Omit<RelationBatches, 'atOnce'> | null;
  /** Peak learning rate. */
  readonly learningRate: number;
  /** Factor on the learning rate of a weight, by its name in the network; absent: 1 for all. */
  readonly lrScale?: (name: string) => number;
  readonly weightDecay: number;
  /** Decay of the moving average of the weights, for instance 0.999; null: no average. */
  readonly emaDecay: number | null;
  /**
   * `follow`: batch normalisation uses batch statistics, as networks from scratch need. `frozen`: it uses its running
   * statistics and leaves them unchanged.
   */
  readonly batchNorm: 'follow' | 'frozen';
};

/**
 * How the best epoch is chosen. Either held-out pictures of known classes, with reference pictures for the class means;
 * or held-out pictures with pairs and triplets; or pictures of `classes` classes that are not in training.
 */
export type Selection =
  | { readonly heldOut: Activations; readonly references: Activations }
  | { readonly heldOut: Activations; readonly evaluationPairs: EvaluationPairs }
  | {
      readonly unseen: Activations;
      readonly classes: number;
      /** Absent: a new one is made. */
      readonly product?: Product;
    };

/** The runtime, the seed, and how training is watched and saved. */
export type EmbeddingTools = Watch &
  LoadOptions & {
    readonly runtime: Runtime;
    readonly seed: number;
    readonly tell?: ReportProgress;
    /** Called after each epoch; returns the new total number of epochs. Absent: the number in the task. */
    readonly lengthen?: Lengthen;
    /** Makes a checkpointer for this learner and plan. */
    readonly checkpointer?: (learner: Learner, plan: LoopPlan) => Promise<Checkpointer>;
  };

/**
 * Trains a network and its head by the loss of the head: AdamW, one cycle of the learning rate, the best epoch by
 * validation.
 */
export async function trainEmbedding(task: EmbeddingTask, tools: EmbeddingTools): Promise<Trained> {
  const { runtime, seed, checkpointer, lengthen, tell, progress, signal, ...loading } = tools;
  const { learned, batch } = task;
  if (learned.labels.length < batch) throw internalError(`${learned.labels.length} pictures for a batch of ${batch}`);
  const plan = embeddingPlan(task);
  return whileOpen(await embeddingLearner(task, { seed, runtime, ...loading }), async (learner) =>
    whileOpen(await validatorFor(task, { runtime, ...loading }), async (validator) =>
      trainLoop(learner, plan, {
        progress,
        signal,
        ...(validator && {
          validate: validator.validate,
          scoreOf: validator.selectionLoss,
          tolerance: (share) => tieBreak(task) * standardError(share, heldOutOf(task)),
        }),
        validatesInitial: task.validatesInitial ?? false,
        ...(lengthen && { lengthen }),
        ...(tell && { tell }),
        ...(checkpointer && { checkpointer: await checkpointer(learner, plan) }),
      }),
    ),
  );
}

/**
 * Tie-break among statistically equal epochs: 1 takes the latest (lowest learning rate). -1 takes the earliest, when a
 * backbone is fine-tuned and validated on unseen classes: what it forgets shows late.
 */
function tieBreak({ selection, batchNorm }: EmbeddingTask): 1 | -1 {
  const validatesUnseenClasses = selection !== null && !('references' in selection);
  return batchNorm === 'frozen' && validatesUnseenClasses ? -1 : 1;
}

function heldOutOf({ selection }: EmbeddingTask): number {
  if (selection === null) return 0;
  return ('unseen' in selection ? selection.unseen : selection.heldOut).labels.length;
}

/** Makes the learner, for training or for timing its steps. */
export function embeddingLearner(
  task: Omit<EmbeddingTask, 'validationNetwork' | 'selection' | 'epochs' | 'learningRate'>,
  { seed, runtime, ...loading }: LoadOptions & Pick<EmbeddingTools, 'runtime' | 'seed'>,
): Promise<Learner> {
  const { learned, views, batch, perClass, accumulationSteps = 1 } = task;
  const atOnce = batch / accumulationSteps;
  const relationBatches = task.relationBatches ? { ...task.relationBatches, atOnce } : null;
  const drawsAmong = task.head.draws ? atOnce : null;
  const feed = viewFeed(learned, { views, batch, perClass, relationBatches, drawsAmong, seed });
  return fedLearner(objectiveOf(task), feed, runtime, loading);
}

/** The members of a task that decide how much memory training needs. */
export type EmbeddingSize = Pick<EmbeddingTask, 'head' | 'emaDecay' | 'batchNorm' | 'batch'> & {
  /** Shape of the activations of one picture. */
  readonly shape: readonly number[];
  /** As in `Objective`: the estimate is for the graph that will really run. */
  readonly block: number | null;
  /** The network, or the part of it that is trained, for this batch size. */
  network(batch: number): Network;
};

/** The fastest memory setting with which training needs at most `free` bytes. Throws `too-large`. */
export function fitEmbedding({ network, shape, block, ...size }: EmbeddingSize, free: number): MemoryFit {
  const { batch } = size;
  const objective = ({ recomputeSegments, accumulationSteps }: MemorySetting) => {
    const part = network(batch / accumulationSteps);
    return { ...objectiveOf({ ...size, network: part, weightDecay: 0, recomputeSegments, accumulationSteps }), block };
  };
  const steps = stepsPerCall(objective(plainSetting));
  return fitMemory({ objective, types: viewTypes(shape, batch), batch, stepsPerCall: steps, free });
}

function objectiveOf(task: Omit<Parameters<typeof embeddingLearner>[0], 'classes' | 'learned' | 'views'>): Objective {
  const { network, head, weightDecay, emaDecay, batchNorm, lrScale } = task;
  const { recomputeSegments, accumulationSteps } = { ...plainSetting, ...task };
  return criterionObjective(head, {
    network,
    optimizer: adamW({ weightDecay }),
    batchNorm,
    recomputeSegments,
    accumulationSteps,
    ...(lrScale && { lrScale }),
    ...(emaDecay !== null && { emaDecay }),
  });
}

async function validatorFor(
  { selection, ...task }: EmbeddingTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator | null> {
  return selection && validatorOf({ ...task, selection }, loading);
}

/** Makes the validator for a selection. */
export function validatorOf(
  {
    validationNetwork,
    batchNorm,
    head,
    classes,
    selection,
  }: Pick<EmbeddingTask, 'validationNetwork' | 'batchNorm' | 'head' | 'classes'> & { readonly selection: Selection },
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator> {
  const validated = { network: validationNetwork, batchNorm, head };
  if ('unseen' in selection) return newClassValidator({ ...validated, ...selection }, loading);
  if ('evaluationPairs' in selection) return comparisonValidator({ ...validated, ...selection }, loading);
  return embeddingValidator({ ...validated, ...selection, classes }, loading);
}

function embeddingPlan(task: EmbeddingTask): LoopPlan {
  const { learned, batch, epochs, learningRate } = task;
  const stepsPerEpoch = Math.max(1, Math.round(learned.labels.length / batch));
  return {
    schedule: oneCycle({ learningRate, steps: epochs * stepsPerEpoch }),
    epochs,
    stepsPerEpoch,
    stepsPerCall: stepsPerCall(objectiveOf(task)),
    batch,
    patience: Number.POSITIVE_INFINITY,
    guard: defaultDivergencePolicy,
  };
}
