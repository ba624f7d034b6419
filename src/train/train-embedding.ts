import { internalError } from '../base/error.ts';
import type { Watch } from '../base/progress.ts';
import { standardError } from '../metrics/standard-error.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { oneCycle } from '../steps/schedules/one-cycle.ts';
import { stepsPerCall } from '../steps/steps-per-call.ts';
import type { Checkpointer } from './checkpoints/checkpointer.ts';
import { embeddingLearner } from './embedding-learner.ts';
import { type EmbeddingTask, embeddingObjective } from './embedding-task.ts';
import type { Learner } from './loop/learner.ts';
import type { Lengthen } from './loop/lengths.ts';
import { type Plan, usualGuard } from './loop/plan.ts';
import type { ReportProgress } from './loop/progress-report.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import type { EmbeddingValidator } from './validation/embedding-validator.ts';
import { selectionValidator } from './validation/selection-validator.ts';
import { whileOpen } from './while-open.ts';

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

/** Trains an embedding by its head's loss: AdamW, one cycle of the learning rate, the best epoch by validation. */
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
 * Which of several epochs is taken whose scores differ by no more than the standard error. 1: the last one, whose
 * learning rate was the lowest. -1: the first one, where a backbone is fine-tuned and validated on classes that are not
 * learned: of these it knew more before, and what it forgets shows late. /
 */
function tieBreak({ selection, batchNorm }: EmbeddingTask): 1 | -1 {
  const validatesUnseenClasses = selection !== null && !('references' in selection);
  return batchNorm === 'frozen' && validatesUnseenClasses ? -1 : 1;
}

function heldOutOf({ selection }: EmbeddingTask): number {
  if (selection === null) return 0;
  return ('strange' in selection ? selection.strange : selection.heldOut).labels.length;
}

async function validatorFor(
  { selection, ...task }: EmbeddingTask,
  loading: LoadOptions & { readonly runtime: Runtime },
): Promise<EmbeddingValidator | null> {
  return selection && selectionValidator({ ...task, selection }, loading);
}

function planOf(task: EmbeddingTask): Plan {
  const { learned, batch, epochs, learningRate } = task;
  const stepsPerEpoch = Math.max(1, Math.round(learned.labels.length / batch));
  return {
    schedule: oneCycle({ learningRate, steps: epochs * stepsPerEpoch }),
    epochs,
    stepsPerEpoch,
    stepsPerCall: stepsPerCall(embeddingObjective(task)),
    batch,
    patience: Number.POSITIVE_INFINITY,
    guard: usualGuard,
  };
}
