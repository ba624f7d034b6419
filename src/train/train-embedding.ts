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
import { type Plan, usualGuard } from './loop/plan.ts';
import type { ReportProgress } from './loop/progress-report.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import { comparisonValidator } from './validation/comparison-validator.ts';
import { type EmbeddingValidator, embeddingValidator } from './validation/embedding-validator.ts';
import { newClassValidator } from './validation/new-class-validator.ts';
import { whileOpen } from './while-open.ts';

/** What an embedding is learned from, and how. */
export type EmbeddingTask = Partial<MemorySetting> & {
  /** The network, or its part that learns, for as many pictures as are computed at once: `batch` / `microBatches`. */
  readonly network: Network;
  /** For a batch of any size, by which validation goes. */
  readonly validationNetwork: Network;
  readonly head: EmbeddingHead;
  readonly classes: number;
  readonly learned: Activations;
  /** Views that there are of each learned picture; null: without end. */
  readonly views: number | null;
  /** What chooses the best epoch; null: the last one stands. */
  readonly selection: Selection | null;
  /** Whether the weights that learning begins with stand where, by that choice, no epoch betters them. */
  readonly validatesInitial?: boolean;
  readonly epochs: number;
  readonly batch: number;
  /** Pictures of each class in a batch, for losses that compare them; absent or null: passes over all pictures. */
  readonly perClass?: number | null;
  /** What says which pictures are the same, where classes do not; absent or null: they do. */
  readonly relationBatches?: Omit<RelationBatches, 'atOnce'> | null;
  /** The largest learning rate. */
  readonly learningRate: number;
  /** A weight's learning rate as a share of that, by its name in the network; absent: all alike. */
  readonly lrScale?: (name: string) => number;
  readonly weightDecay: number;
  /** Share of the weights' moving average that a step keeps; null: no average. */
  readonly emaDecay: number | null;
  /** Whether batch normalisation learns from batches, as networks from scratch need, or stays as it is. */
  readonly batchNorm: 'follow' | 'frozen';
};

/**
 * Pictures that are not learned from, and what stands for their classes, or what they are asked where they have none; or
 * pictures of so many classes that are not learned.
 */
export type Selection =
  | { readonly heldOut: Activations; readonly references: Activations }
  | { readonly heldOut: Activations; readonly evaluationPairs: EvaluationPairs }
  | {
      readonly strange: Activations;
      readonly classes: number;
      /** Absent: one of its own. */
      readonly product?: Product;
    };

/** With what an embedding is learned. */
export type EmbeddingTools = Watch &
  LoadOptions & {
    readonly runtime: Runtime;
    readonly seed: number;
    readonly tell?: ReportProgress;
    /** Thinks over after every epoch how many there are to be; absent: as many as the task has. */
    readonly lengthen?: Lengthen;
    /** Makes what keeps the work, for this learner and plan. */
    readonly checkpointer?: (learner: Learner, plan: Plan) => Promise<Checkpointer>;
  };

/** Learns an embedding by what its head asks of it: AdamW, one cycle of the rate, the best epoch by validation. */
export async function trainEmbedding(task: EmbeddingTask, tools: EmbeddingTools): Promise<Trained> {
  const { runtime, seed, checkpointer, lengthen, tell, progress, signal, ...loading } = tools;
  const { learned, batch } = task;
  if (learned.labels.length < batch) throw internalError(`${learned.labels.length} pictures for a batch of ${batch}`);
  const plan = planOf(task);
  return whileOpen(await embeddingLearner(task, { seed, runtime, ...loading }), async (learner) =>
    whileOpen(await validatorFor(task, { runtime, ...loading }), async (scoreOf) =>
      trainLoop(learner, plan, {
        progress,
        signal,
        ...(scoreOf && {
          validate: scoreOf.validate,
          scoreOf: scoreOf.selectionLoss,
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
 * Of epochs that differ by chance the last, whose rate was the lowest: 1. But where a backbone goes on learning and is judged by what it
 * does not learn, the first: -1. Of that it knew more before, and what it forgets meanwhile shows late.
 */
function tieBreak({ selection, batchNorm }: EmbeddingTask): 1 | -1 {
  const validatesUnseenClasses = selection !== null && !('references' in selection);
  return batchNorm === 'frozen' && validatesUnseenClasses ? -1 : 1;
}

function heldOutOf({ selection }: EmbeddingTask): number {
  if (selection === null) return 0;
  return ('strange' in selection ? selection.strange : selection.heldOut).labels.length;
}

/** What learns it, to be taught or to be timed. */
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

/** What of an embedding's learning decides the memory that it needs. */
export type EmbeddingSize = Pick<EmbeddingTask, 'head' | 'emaDecay' | 'batchNorm' | 'batch'> & {
  /** Of one picture's activations. */
  readonly shape: readonly number[];
  /** As objectives have it: what is foretold is what will be computed. */
  readonly block: number | null;
  /** The network, or its part that learns, for so many pictures. */
  network(batch: number): Network;
};

/** The cheapest setting under which an embedding is learned within so many bytes. Throws `too-large`. */
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

/** What judges weights by a selection. */
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
  if ('strange' in selection) return newClassValidator({ ...validated, ...selection }, loading);
  if ('evaluationPairs' in selection) return comparisonValidator({ ...validated, ...selection }, loading);
  return embeddingValidator({ ...validated, ...selection, classes }, loading);
}

function planOf(task: EmbeddingTask): Plan {
  const { learned, batch, epochs, learningRate } = task;
  const stepsPerEpoch = Math.max(1, Math.round(learned.labels.length / batch));
  return {
    schedule: oneCycle({ learningRate, steps: epochs * stepsPerEpoch }),
    epochs,
    stepsPerEpoch,
    stepsPerCall: stepsPerCall(objectiveOf(task)),
    batch,
    patience: Number.POSITIVE_INFINITY,
    guard: usualGuard,
  };
}
