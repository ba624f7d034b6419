import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DiscernError } from '../../base/error.ts';
import { counted } from '../../base/figures.ts';
import type { Watch } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import type { AnnotatedPictures } from '../../data/annotations/annotated-pictures.ts';
import { learnedNetwork } from '../../graph/learned-network.ts';
import { type Network, weightsOf } from '../../graph/network.ts';
import type { LoadOptions } from '../../runtime/runtime.ts';
import { floats } from '../../runtime/tensors.ts';
import { layerwiseLearningRates } from '../../steps/layerwise-learning-rates.ts';
import type { State } from '../../steps/state.ts';
import type { Checkpointer } from '../../train/checkpoints/checkpointer.ts';
import { checkpoints } from '../../train/checkpoints/checkpoints.ts';
import type { LearnableNetwork } from '../../train/cost/learnable-network.ts';
import type { EmbeddingHead, HeadStart } from '../../train/heads/embedding-head.ts';
import { headNamed } from '../../train/heads/head-named.ts';
import { diverged } from '../../train/loop/diverged.ts';
import type { Epoch } from '../../train/loop/history.ts';
import type { Learner } from '../../train/loop/learner.ts';
import type { LoopPlan } from '../../train/loop/plan.ts';
import type { ReportProgress } from '../../train/loop/progress-report.ts';
import type { Trained } from '../../train/loop/train-loop.ts';
import type { TrainState } from '../../train/loop/train-state.ts';
import { trainEmbedding } from '../../train/train-embedding.ts';
import { folderStorage } from '../folder-storage.ts';
import { nodeRuntime } from '../runtime.ts';
import { relationBatches } from './annotated-stages.ts';
import { type StageLengths, type StageTime, stageLengths, withLengths } from './stage-lengths.ts';
import { type HeldOutPaths, type LabelledPaths, openStageViews } from './stage-views.ts';
import type { Stage, TrainingPlan } from './training-plan.ts';
import type { WorkingFolder } from './working-folder.ts';

/** What is learned from, and what chooses the best epoch. */
export type StagesTask = {
  readonly network: LearnableNetwork;
  readonly plan: TrainingPlan;
  readonly learned: LabelledPaths;
  /** Null: the last epoch stands. */
  readonly heldOut: HeldOutPaths | null;
  /** What is said of those learned and then those that judge; null: their classes. */
  readonly annotated: AnnotatedPictures | null;
  /** Where the head begins; null or absent: at random. */
  readonly start?: HeadStart | null;
  /** By which stages become longer or shorter; null or absent: they are as long as the plan has them. */
  readonly time?: StageTime | null;
};

/** With what. */
export type StagesTools = Watch &
  LoadOptions & {
    readonly folder: WorkingFolder;
    readonly tell?: ReportProgress | undefined;
    readonly warn?: ((message: string) => void) | undefined;
    /** Told every epoch once it is over, those of an earlier run at once. */
    readonly passed?: ((epoch: StagedEpoch) => void) | undefined;
  };

/** An epoch, and the stage of the plan that it belongs to, counted from 1. */
export type StagedEpoch = Epoch & { readonly stage: number };

/** What a stage gave, and how many steps led there. */
export type LearnedStage = Trained & { readonly steps: number };

/** What all stages together gave. */
export type LearnedNetwork = {
  /** By name, those of the head beginning with `head/`. */
  readonly weights: State;
  readonly head: EmbeddingHead;
  readonly stages: readonly LearnedStage[];
  /** The plan, with those stages that were learned, each as long as it came to be: repeated, it gives the same. */
  readonly plan: TrainingPlan;
};

/**
 * Runs the stages of a plan, each from where the last one ended. What an earlier run has finished is not done again. What was
 * spared is not learned where learning without it bettered nothing, nor where the time is over, which is told. Throws `diverged` where a stage did before any of its
 * epochs was over: it has learned nothing.
 */
export async function learnStages(task: StagesTask, tools: StagesTools): Promise<LearnedNetwork> {
  const { network, plan } = task;
  const head = headOf(plan, network.card.dimensions, task.start ?? null);
  requireOrder(task);
  requireFullBatch(task);
  const lengths = stageLengths(plan, task.time ?? null);
  let weights: State = {};
  const stages: LearnedStage[] = [];
  const carriedOut: Stage[] = [];
  for (const [index, stage] of plan.stages.entries()) {
    const mayBeLeftOut = stage.on === 'all' && stages.length > 0;
    if (mayBeLeftOut && stages.every(bettersNothing)) break;
    if (mayBeLeftOut && lengths.isOver(index) && !isBegun(index, tools.folder)) {
      tools.warn?.('the time is over: what was spared to choose the best epoch by is not learned');
      break;
    }
    const before = carriedOut.map(({ epochs }) => epochs);
    const begins = lengths.begins(index, before);
    const trained = await learnStage(index, { ...task, head: headAt(head, weights), weights, lengths, begins }, tools);
    weights = { ...weights, ...trained.weights };
    stages.push(trained);
    carriedOut.push(withLengths(stage, begins, trained.lengths));
  }
  return { weights, head, stages, plan: { ...plan, stages: carriedOut } };
}

/** Whether an earlier run has left a course of a stage. */
function isBegun(index: number, { path, resumed }: WorkingFolder): boolean {
  return resumed && existsSync(join(path, checkpointName(index)));
}

/** Under what a stage's course is kept in the working folder. */
function checkpointName(index: number): string {
  return `stage-${index}.safetensors`;
}

function bettersNothing({ best, initialValidation }: LearnedStage): boolean {
  return best === 0 && initialValidation !== null;
}

/** What the plan's loss asks of features. */
function headOf(plan: TrainingPlan, features: number, start: HeadStart | null): EmbeddingHead {
  const { seed, loss, miner, batch, perClass, dimensions, logitScale, labelSmoothing } = plan;
  const size = { features, dimensions, classes: plan.data.classes };
  const recipe = { loss, miner, batch, perClass, logitScale, labelSmoothing };
  return headNamed({ ...size, ...recipe, start, random: random(seed, 'head') });
}

/** What a stage has learned, a later one may not freeze: its frozen part is computed with the file's own numbers. */
function requireOrder({ network, plan }: StagesTask): void {
  const places = plan.stages.map(({ cut }) => network.cuts.findIndex(({ name }) => name === cut));
  if (places.every((place, i) => i === 0 || place <= places[i - 1])) return;
  throw new DiscernError('bad-data', 'the plan freezes what it has learned before', {
    given: `stages from ${plan.stages.map(({ cut }) => cut).join(', then ')}`,
    expected: 'every stage to begin where the one before it does, or earlier in the network',
    todo: 'put the stages into that order',
  });
}

/** A batch never holds a picture twice. */
function requireFullBatch({ plan, learned, heldOut }: StagesTask): void {
  const heldOutCount = heldOut?.paths.length ?? 0;
  const fewest = Math.min(...plan.stages.map(({ on }) => learned.paths.length + (on === 'all' ? heldOutCount : 0)));
  if (plan.batch <= fewest) return;
  throw new DiscernError('bad-data', 'the batch of the plan is larger than what is learned from', {
    given: `a batch of ${plan.batch}`,
    expected: `${fewest} or less: ${counted(fewest, 'picture')} can be read and learned from, ${counted(heldOutCount, 'picture')} judge`,
    todo: 'lower `batch` in the plan, or leave --plan out: a plan is then made',
  });
}

type StageTask = StagesTask & {
  readonly head: EmbeddingHead;
  readonly weights: State;
  readonly lengths: StageLengths;
  /** Epochs that it begins with. */
  readonly begins: number;
};

/** Validation goes by batches of this many, where there is memory for it. */
const validatedAtOnce = 32;

async function learnStage(
  index: number,
  task: StageTask,
  { folder, passed, tell, warn, ...tools }: StagesTools,
): Promise<LearnedStage> {
  const { network, plan, weights, lengths, begins } = task;
  const { recomputeSegments = 1, accumulationSteps = 1, ...stage } = plan.stages[index];
  const atOnce = plan.batch / accumulationSteps;
  const views = await openStageViews(index, task, { folder, ...tools });
  let steps = 0;
  const annotated = epochReporter((epoch) => passed?.({ ...epoch, stage: index + 1 }));
  const see = (trainState: TrainState) => {
    steps = trainState.step;
    annotated(trainState);
  };
  const tail = (batch: number) => networkAt(network.tail(views.cut, batch), weights);
  try {
    const trained = await trainEmbedding(
      {
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
      },
      {
        ...tools,
        ...(tell && { tell }),
        runtime: nodeRuntime,
        seed: plan.seed,
        lengthen: lengths.lengthen(index, begins),
        checkpointer: checkpointerOf(index, plan, folder, { see, resumed: lengths.spent }),
      },
    );
    if (trained.ending === 'diverged' && trained.history.length === 0) throw diverged(trained.incidents);
    return { ...trained, steps };
  } finally {
    await views.close();
  }
}

/** The learning rate of a weight as a share of the step's, by its name. */
function layerRates(network: Network, decay: number): (name: string) => number {
  const names = weightsOf(network).map(({ value }) => value.name);
  return layerwiseLearningRates(names, { decay });
}

/** Makes what keeps a stage's course in the working folder and shows it. */
function checkpointerOf(
  index: number,
  plan: TrainingPlan,
  { path, resumed }: WorkingFolder,
  extendedHistory: Watching,
) {
  return async (learner: Learner, schedule: LoopPlan): Promise<Checkpointer> => {
    const checkpointer = await checkpoints(learner, schedule, {
      storage: folderStorage(path),
      name: checkpointName(index),
      resume: resumed,
      belongsTo: plan,
    });
    return seeing(checkpointer, extendedHistory);
  };
}

/** Tells every epoch of a course, once. */
function epochReporter(passed: (epoch: Epoch) => void): (trainState: TrainState) => void {
  let annotated = 0;
  return ({ history }) => {
    for (const epoch of history.slice(annotated)) passed(epoch);
    annotated = history.length;
  };
}

/** Who sees courses: those that are kept, and the one that an earlier run has left. */
type Watching = Record<'see' | 'resumed', (trainState: TrainState) => void>;

/** A keeper that also shows every course, before it keeps it. */
function seeing(checkpointer: Checkpointer, { see, resumed }: Watching): Checkpointer {
  return {
    load: async () => {
      const trainState = await checkpointer.load();
      if (trainState) resumed(trainState);
      return trainState;
    },
    save: async (trainState) => {
      see(trainState);
      return checkpointer.save(trainState);
    },
    saveIfDue: async (trainState) => {
      see(trainState);
      await checkpointer.saveIfDue(trainState);
    },
  };
}

/** The network with what it has learned so far; its own numbers where nothing has been. */
function networkAt(network: Network, weights: State): Network {
  const numbers = Object.entries(weights).map(([name, tensor]) => [name, { data: floats(tensor) }] as const);
  return learnedNetwork(network, Object.fromEntries(numbers));
}

function headAt(head: EmbeddingHead, weights: State): EmbeddingHead {
  const parameters = head.parameters.map((parameter) => {
    const learned = weights[`head/${parameter.name}`];
    return learned ? { ...parameter, initial: floats(learned) } : parameter;
  });
  return { ...head, parameters };
}
