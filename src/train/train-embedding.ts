import { internalError } from '../base/error.ts';
import type { ProgressOptions } from '../base/progress.ts';
import { standardError } from '../metrics/standard-error.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { oneCycle } from '../steps/schedules/one-cycle.ts';
import type { Checkpointer } from './checkpoints/checkpointer.ts';
import { stepsPerCall } from './cost/steps-per-call.ts';
import { embeddingLearner } from './embedding-learner.ts';
import { type EmbeddingTask, embeddingObjective } from './embedding-task.ts';
import type { Learner } from './loop/learner.ts';
import type { Lengthen } from './loop/lengths.ts';
import { defaultDivergencePolicy, type LoopPlan } from './loop/plan.ts';
import type { ReportProgress } from './loop/progress-report.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import type { EmbeddingValidator } from './validation/embedding-validator.ts';
import { selectionValidator } from './validation/selection-validator.ts';
import { whileOpen } from './while-open.ts';

/** The runtime, the seed, and how training is watched and saved. */
export type EmbeddingTools = ProgressOptions &
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

async function validatorFor(
  { selection, ...task }: EmbeddingTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator | null> {
  return selection && selectionValidator({ ...task, selection }, loading);
}

function embeddingPlan(task: EmbeddingTask): LoopPlan {
  const { learned, batch, epochs, learningRate } = task;
  const stepsPerEpoch = Math.max(1, Math.round(learned.labels.length / batch));
  return {
    schedule: oneCycle({ learningRate, steps: epochs * stepsPerEpoch }),
    epochs,
    stepsPerEpoch,
    stepsPerCall: stepsPerCall(embeddingObjective(task)),
    batch,
    patience: Number.POSITIVE_INFINITY,
    guard: defaultDivergencePolicy,
  };
}
