import type { Watch } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { drawingOf, needsOf } from '../../losses/recipe-named.ts';
import { blockSize } from '../../runtime/block-size.ts';
import type { LoadOptions } from '../../runtime/runtime.ts';
import type { SearchFrame } from '../../search/fold.ts';
import { defaultHyperparameters } from '../../search/hyperparameters.ts';
import type { Search } from '../../search/search-hyperparameters.ts';
import { slowdown } from '../../steps/fit-memory.ts';
import type { LearnableNetwork, TrainableCut } from '../../train/cost/learnable-network.ts';
import {
  learningSeconds,
  planWithin,
  type Speeds,
  type TrainingExtent,
  viewSeconds,
} from '../../train/cost/plan-within.ts';
import { secondsNow } from '../../train/loop/progress-report.ts';
import { nodeRuntime } from '../runtime.ts';
import { hasStatistics } from './has-statistics.ts';
import type { LearningSet } from './learning-set.ts';
import { type MeasureTask, measureSpeeds } from './measure-speeds.ts';
import { memoryParts, slowed } from './memory-parts.ts';
import { plannedSupervision } from './planned-supervision.ts';
import type { TimeBudget } from './stage-lengths.ts';
import { fittingCut, type StageMemory, stageMemory } from './stage-memory.ts';
import { deepStage, lastStage, mostWithNewViews, shareOfTrain, timeBudgets } from './stage-shares.ts';
import type { PlannedSearch, Stage, TrainingPlan } from './training-plan.ts';
import { twoDigits } from './two-digits.ts';
import type { AnnotatedSplit } from './usable-pictures.ts';
import { whiteningWithin } from './whitening-within.ts';

/** What a person wants of training. */
export type Wishes = {
  readonly seed: number;
  readonly preset: MeasureTask['preset'];
  /** As plans have it. */
  readonly loss: string;
  readonly miner: string | null;
  /** What chose the loss and how large an embedding is, and of a head alone also rate and epochs; null: a person, or custom. */
  readonly search: Search | null;
  /** Only the projection and the head learn, on the features as they are. */
  readonly headOnly: boolean;
  /** After the cut, more of the network learns, on new views each epoch. */
  readonly deep: boolean;
};

/** What decides a plan. */
export type PlanTask = Wishes & {
  readonly network: LearnableNetwork;
  /** Beyond labels; null: nothing. */
  readonly annotated: AnnotatedSplit | null;
  /** What the plan says of the network. */
  readonly named: TrainingPlan['network'];
  readonly set: LearningSet;
  /** Of the pictures that can be read and are learned: a few are timed. */
  readonly paths: readonly string[];
  /** How many pictures learning looks at and is judged by. */
  readonly counts: { readonly learned: number; readonly validated: number };
  readonly selection: TrainingPlan['selection'];
  /** Whether the features are known of all pictures, as the network stands. */
  readonly isKnown: boolean;
  readonly seconds: number;
  /** Room for activations on disk. */
  readonly bytes: number;
  /** Memory that a step may take, in bytes. */
  readonly memory: number;
  /** Told what had to be changed so that steps fit into it. */
  readonly warn?: ((message: string) => void) | undefined;
  /** Where measuring may keep pixels; absent: among the system's temporary files. */
  readonly workFolder?: string | undefined;
  /** Ends the measuring. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Largest rates of AdamW: for what goes on learning, gently where it is judged by what it does not learn, of which it must not
 * forget what it knew; and for what begins at random, without batch normalisation and with it.
 */
const rates = { tuned: defaultHyperparameters.learningRate, gentle: 1.5e-4, fresh: 1e-3, normalised: 2e-3 } as const;

/** The share of the time that is kept for writing what was learned. */
const keptOfTime = 0.03;

/** From so many pictures on, those that were spared have nothing to add. */
const plenty = 20_000;

/** What no search chooses. */
export const usualFrame: SearchFrame = { labelSmoothing: 0.1, logitScale: 16, weightDecay: 0.05 };

/** The share of the time that each thing is timed for, of a handful. */
const timedShare = 0.002;

/** Pictures whose views are timed. */
const timedPictures = 8;

/** A plan, and how long each stage may take: the machine may turn out to be another than was measured. */
export type ChosenPlan = { readonly plan: TrainingPlan; readonly allowed: readonly TimeBudget[] };

type PlanTools = LoadOptions & Pick<Watch, 'progress'>;

/** A plan for so much time on this machine, of which a few seconds are measured. */
export async function choosePlan(task: PlanTask, { progress, ...loading }: PlanTools): Promise<ChosenPlan> {
  const started = secondsNow();
  const { set, network, named, counts, seed, preset, selection, loss, miner, search, signal } = task;
  const fresh = named.architecture !== null;
  const needs = needsOf(loss);
  const drawing = drawingOf(loss);
  const batch = Math.min(fresh ? freshBatch(counts.learned) : drawing.batch, counts.learned);
  const dimensions = Math.min(search?.chosen.dimensions ?? defaultHyperparameters.dimensions, network.card.dimensions);
  const paths = random(seed, 'timed pictures').shuffle(task.paths).slice(0, timedPictures);
  const batchNorm = fresh ? 'follow' : 'frozen';
  const size = { network, batch, dimensions, classes: Math.max(2, set.classes.length), batchNorm } as const;
  const supervision =
    task.annotated && plannedSupervision({ set, learned: counts.learned }, task.annotated, { batch, seed, needs });
  const block = await blockSize(nodeRuntime, loading);
  const memory = stageMemory({ ...size, block }, task.memory);
  const timed = { paths, preset, memory, seconds: timedShare * task.seconds, signal, workFolder: task.workFolder };
  const speeds = await measureSpeeds({ ...size, ...timed }, { ...loading, progress });
  const whitening = whiteningWithin({ ...task, ...size, isFresh: fresh, twice: learnsAll(task) }, speeds);
  const seconds = task.seconds - (secondsNow() - started) - whitening.seconds;
  const stages = (fresh ? freshStages : tunedStages)({ ...task, seconds }, speeds, memory);
  reportMemory(task, stages, memory);
  const allowed = timeBudgets(stages, (1 - keptOfTime) * seconds, searched(task));
  const plan: TrainingPlan = {
    version: 2,
    data: dataOf(set),
    network: named,
    seed,
    selection,
    preset,
    loss,
    ...(miner !== null && { miner }),
    ...(supervision ? { supervision } : drawing.perClass !== null && { perClass: drawing.perClass }),
    ...usualFrame,
    ...(search && { search: accountOf(search) }),
    dimensions,
    batch,
    emaDecay: null,
    ...(whitening.pictures !== null && { whitened: whitening.pictures }),
    stages,
  };
  return { plan, allowed };
}

function dataOf({ name, fingerprint, train, val, classes }: LearningSet): TrainingPlan['data'] {
  return { name, fingerprint, pictures: train.length + (val?.length ?? 0), classes: classes.length };
}

/** All that was tried, for a plan to tell of. */
function accountOf({ chosen, ...account }: Search): PlannedSearch {
  return account;
}

/** Says of every cut at which a stage begins what was done so that its steps fit into memory. */
function reportMemory({ network, warn }: PlanTask, stages: readonly Stage[], memory: StageMemory): void {
  for (const cut of network.cuts.filter(({ name }) => stages.some((stage) => stage.cut === name))) {
    const { reported } = memory(cut);
    if (reported !== null) warn?.(`from ${cut.name} on, ${reported}`);
  }
}

function tunedStages(task: PlanTask, speeds: Speeds, memory: StageMemory): Stage[] {
  const { network, headOnly, deep } = task;
  const cuts = headOnly ? network.cuts.slice(-1) : network.cuts;
  const share = (deep ? deepStage.share : 1) * shareOfTrain(learnsAll(task));
  const extent = fittingExtent(task, cuts, { speeds, share, memory });
  const { cut, views, epochs, learningRate } = headOnly
    ? searchedExtent(extent, searched(task))
    : { ...extent, learningRate: tunedRate(task) };
  const first: Stage = {
    on: 'train',
    cut: cut.name,
    views,
    epochs,
    learningRate,
    layerDecay: 1,
    ...memoryParts(memory(cut)),
  };
  const learned = deep ? [first, deeperStage(task, speeds, { cut, memory })] : [first];
  return [...learned, ...stagesOnAll(task, learned[learned.length - 1])];
}

/** What was found best for a head alone, rate and epochs included; null where nothing was. */
function searched({ headOnly, search }: PlanTask): Search | null {
  return headOnly && search !== null && !search.cutShort ? search : null;
}

/** For a head alone: the epochs that were found best, where time affords them, each with another view; and their rate. */
function searchedExtent(
  extent: TrainingExtent,
  search: Search | null,
): TrainingExtent & { readonly learningRate: number } {
  if (search === null) return { ...extent, learningRate: rates.tuned };
  const epochs = Math.min(extent.epochs, search.chosen.epochs);
  return { ...extent, epochs, views: Math.min(extent.views, epochs), learningRate: search.chosen.learningRate };
}

/** Of a network that goes on learning. */
function tunedRate({ set, annotated }: PlanTask): number {
  return annotated !== null || set.valClasses === 'new' ? rates.gentle : rates.tuned;
}

/** More of the network learns, gently, on new views each epoch. */
function deeperStage(
  task: PlanTask,
  speeds: Speeds,
  { cut: { trunk }, memory }: { readonly cut: TrainableCut; readonly memory: StageMemory },
): Stage {
  const { cuts } = task.network;
  const wanted = cuts.findLastIndex((each) => each.trunk <= trunk / 2);
  const cut = fittingCut(cuts.slice(wanted), memory);
  const epochs = freshEpochs(cut, task, slowed(speeds, memory(cut)), 1 - deepStage.share);
  const { lrScale, layerDecay } = deepStage;
  return {
    on: 'train',
    cut: cut.name,
    views: null,
    epochs,
    learningRate: twoDigits(lrScale * tunedRate(task)),
    layerDecay,
    ...memoryParts(memory(cut)),
  };
}

/** What was spared of train to choose by is learned too, at last and at a low rate. */
function stagesOnAll(task: PlanTask, last: Stage): Stage[] {
  if (!learnsAll(task)) return [];
  const epochs = Math.max(1, Math.round(lastStage.epochs * last.epochs));
  return [{ ...last, on: 'all', epochs, learningRate: twoDigits(lastStage.lrScale * last.learningRate) }];
}

/**
 * Whether a last stage learns what was spared, too. Not where there are no labels: the pictures that were spared set
 * the threshold of `fit`, which no picture that was learned could.
 */
function learnsAll({ selection, counts, annotated, set }: PlanTask): boolean {
  const setsThreshold = annotated !== null && set.classes.length === 0;
  return selection === 'fifth' && counts.learned < plenty && !setsThreshold;
}

/** Larger batches are quicker, and among few pictures leave too few steps. */
function freshBatch(pictures: number): number {
  return pictures < plenty ? 64 : 128;
}

/** Everything learns, from new views of the pictures each epoch. */
function freshStages(task: PlanTask, speeds: Speeds, memory: StageMemory): Stage[] {
  const [pictures] = task.network.cuts;
  const share = shareOfTrain(learnsAll(task));
  const epochs = Math.min(mostWithNewViews, freshEpochs(pictures, task, slowed(speeds, memory(pictures)), share));
  const first: Stage = {
    on: 'train',
    cut: pictures.name,
    views: null,
    epochs,
    learningRate: hasStatistics(task.network, pictures) ? rates.normalised : rates.fresh,
    layerDecay: 1,
    ...memoryParts(memory(pictures)),
  };
  return [first, ...stagesOnAll(task, first)];
}

/** What time affords, from a cut on that memory affords too: no shallower than wanted. */
function fittingExtent(
  task: PlanTask,
  cuts: readonly TrainableCut[],
  { speeds, share, memory }: { readonly speeds: Speeds; readonly share: number; readonly memory: StageMemory },
): TrainingExtent {
  const wanted = extentOf(task, cuts, speeds, share);
  const cut = fittingCut(cuts.slice(cuts.indexOf(wanted.cut)), memory);
  if (cut === wanted.cut && slowdown(memory(cut)) === 1) return wanted;
  if (cut !== wanted.cut)
    task.warn?.(`there is no memory to learn from ${wanted.cut.name} on: less of the network learns`);
  return extentOf(task, [cuts[0], cut], slowed(speeds, memory(cut)), share);
}

function extentOf(
  { counts, seconds, bytes }: PlanTask,
  cuts: readonly TrainableCut[],
  speeds: Speeds,
  share: number,
): TrainingExtent {
  const means = { pictures: counts.learned, validated: counts.validated, seconds: share * seconds, bytes };
  return planWithin(cuts, speeds, means);
}

/** What is foreseen of epochs with new views, of the time: views, learning and validation get in each other's way. */
const foreseen = 0.6;

/** Epochs with new views each that fit into a share of the time, at least one. */
function freshEpochs(cut: TrainableCut, { counts, seconds }: PlanTask, speeds: Speeds, share: number): number {
  const viewed = viewSeconds(speeds, cut);
  const learned = learningSeconds(speeds, cut);
  const epoch = counts.learned * (viewed + learned) + (counts.validated * learned) / 3;
  return Math.max(1, Math.floor((foreseen * share * seconds) / epoch));
}
