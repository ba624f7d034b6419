import type { ProgressOptions } from '../base/progress.ts';
import type { AnnotatedPictures } from '../data/annotations/annotated-pictures.ts';
import { type Network, networkWeights } from '../graph/network.ts';
import { trainedNetwork } from '../graph/trained-network.ts';
import type { StageLengths, StageTime } from '../plan/stages/stage-lengths.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import type { LoadOptions } from '../runtime/runtime.ts';
import { floats } from '../runtime/tensors.ts';
import { layerwiseLearningRates } from '../steps/layerwise-learning-rates.ts';
import type { State } from '../steps/state.ts';
import type { LearnableNetwork } from '../train/cost/learnable-network.ts';
import type { EmbeddingTask } from '../train/embedding-task.ts';
import type { EmbeddingHead, HeadStart } from '../train/heads/embedding-head.ts';
import { diverged } from '../train/loop/diverged.ts';
import type { Epoch } from '../train/loop/history.ts';
import type { ReportProgress } from '../train/loop/progress-report.ts';
import type { Trained } from '../train/loop/train-loop.ts';
import type { TrainState } from '../train/loop/train-state.ts';
import { trainEmbedding } from '../train/train-embedding.ts';
import { relationBatches } from './annotated-stages.ts';
import type { Machine } from './machine.ts';
import { type KeptStages, stageCheckpoints } from './stage-checkpoints.ts';
import { type HeldOutPaths, type LabelledPaths, openStageViews, type StageViews } from './views/stage-views.ts';

/** What is learned from, and what chooses the best epoch. */
export type StagesTask = {
  readonly network: LearnableNetwork;
  readonly plan: TrainingPlan;
  readonly learned: LabelledPaths;
  /** Null: the last epoch stands. */
  readonly heldOut: HeldOutPaths | null;
  /** Annotations of the learned pictures and then of those held out; null: their classes are all there is. */
  readonly annotated: AnnotatedPictures | null;
  /** The initial weights of the head; null or absent: random ones. */
  readonly start?: HeadStart | null;
  /** The clock by which stages become longer or shorter; null or absent: they are as long as in the plan. */
  readonly time?: StageTime | null;
};

/** With what stages are learned. */
export type StagesTools = ProgressOptions &
  LoadOptions &
  KeptStages &
  Pick<Machine, 'runtime' | 'views' | 'openRecords'> & {
    readonly tell?: ReportProgress | undefined;
    readonly warn?: ((message: string) => void) | undefined;
    /** Receives every epoch once it is over, and the epochs of an earlier run at once. */
    readonly passed?: ((epoch: StagedEpoch) => void) | undefined;
  };

/** An epoch, and the stage of the plan that it belongs to, counted from 1. */
export type StagedEpoch = Epoch & { readonly stage: number };

/** What a stage gave, and how many steps it took. */
export type LearnedStage = Trained & { readonly steps: number };

/** One stage, and the weights that it begins with. */
export type StageTask = StagesTask & {
  readonly head: EmbeddingHead;
  readonly weights: State;
  readonly lengths: StageLengths;
  /** Epochs that it begins with. */
  readonly begins: number;
};

/** Pictures that validation computes at once, where there is memory for it. */
const validatedAtOnce = 32;

/** Learns one stage of the plan. Throws `diverged` where it diverged before its first epoch was over. */
export async function learnStage(
  index: number,
  task: StageTask,
  { passed, tell, storage, resumed, runtime, views: port, openRecords, ...watch }: StagesTools,
): Promise<LearnedStage> {
  const { plan, lengths, begins } = task;
  const { progress, signal, threads, device } = watch;
  const views = await openStageViews(index, task, { views: port, openRecords, progress, signal, threads });
  let steps = 0;
  const report = epochReporter((epoch) => passed?.({ ...epoch, stage: index + 1 }));
  const see = (trainState: TrainState) => {
    steps = trainState.step;
    report(trainState);
  };
  try {
    const trained = await trainEmbedding(stageTraining(index, task, views), {
      ...{ runtime, progress, signal, threads, device },
      ...(tell && { tell }),
      seed: plan.seed,
      lengthen: lengths.lengthen(index, begins),
      checkpointer: stageCheckpoints(index, plan, { storage, resumed }, { see, resumed: lengths.spent }),
    });
    if (trained.ending === 'diverged' && trained.history.length === 0) throw diverged(trained.incidents);
    return { ...trained, steps };
  } finally {
    await views.close();
  }
}

/** The training of a stage, on these views. */
function stageTraining(index: number, task: StageTask, views: StageViews): EmbeddingTask {
  const { network, plan, weights, begins } = task;
  const { recomputeSegments = 1, accumulationSteps = 1, ...stage } = plan.stages[index];
  const atOnce = plan.batch / accumulationSteps;
  const tail = (batch: number) => networkAt(network.tail(views.cut, batch), weights);
  return {
    network: tail(atOnce),
    validationNetwork: tail(accumulationSteps === 1 ? validatedAtOnce : Math.min(validatedAtOnce, atOnce)),
    head: task.head,
    classes: plan.data.classes,
    learned: views.learned,
    views: stage.views,
    selection: views.selection,
    validatesInitial: task.start != null || index > 0,
    epochs: begins,
    batch: plan.batch,
    perClass: plan.perClass ?? null,
    relationBatches: relationBatches(task, stage.on),
    learningRate: stage.learningRate,
    lrScale: layerRates(network.tail(views.cut, 1), stage.layerDecay),
    weightDecay: plan.weightDecay,
    emaDecay: plan.emaDecay,
    batchNorm: plan.network.architecture === null ? 'frozen' : 'follow',
    ...{ recomputeSegments, accumulationSteps },
  };
}

/** The learning rate of a weight as a share of the step's, by its name. */
function layerRates(network: Network, decay: number): (name: string) => number {
  const names = networkWeights(network).map(({ value }) => value.name);
  return layerwiseLearningRates(names, { decay });
}

/** Reports every epoch of a training once, although its state is seen many times. */
function epochReporter(passed: (epoch: Epoch) => void): (trainState: TrainState) => void {
  let reported = 0;
  return ({ history }) => {
    for (const epoch of history.slice(reported)) passed(epoch);
    reported = history.length;
  };
}

/** The network with what it has learned so far; with its own numbers where it has learned nothing. */
function networkAt(network: Network, weights: State): Network {
  const numbers = Object.entries(weights).map(([name, tensor]) => [name, { data: floats(tensor) }] as const);
  return trainedNetwork(network, Object.fromEntries(numbers));
}
