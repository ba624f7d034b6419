import type { ProgressOptions } from '../base/progress.ts';
import { random } from '../base/random.ts';
import { drawingOf, needsOf } from '../losses/recipe-named.ts';
import { channelBlockSize } from '../runtime/channel-block-size.ts';
import type { LoadOptions } from '../runtime/runtime.ts';
import type { SearchFrame } from '../search/fold.ts';
import { defaultHyperparameters } from '../search/hyperparameters.ts';
import type { Search } from '../search/search-hyperparameters.ts';
import { secondsNow } from '../train/loop/progress-report.ts';
import type { LearningSet } from './learning-set.ts';
import { type MeasureTask, measureSpeeds } from './measure-speeds.ts';
import type { PlanTask } from './plan-task.ts';
import { plannedSupervision } from './planned-supervision.ts';
import { type StageMemory, stageMemory } from './stage-memory.ts';
import { freshBatch, freshStages } from './stages/fresh-stages.ts';
import { learnsAll } from './stages/last-stages.ts';
import type { TimeBudget } from './stages/stage-lengths.ts';
import { timeBudgets } from './stages/stage-shares.ts';
import { searchedForHead, tunedStages } from './stages/tuned-stages.ts';
import type { PlannedSearch, Stage, TrainingPlan } from './training-plan.ts';
import { whiteningWithin } from './whitening-within.ts';

/** The share of the time that is kept for writing what was learned. */
const keptOfTime = 0.03;

/** Settings that no search chooses. */
export const usualFrame: SearchFrame = { labelSmoothing: 0.1, logitScale: 16, weightDecay: 0.05 };

/** The share of the time that each of about five things is timed for. */
const timedShare = 0.002;

/** Pictures whose views are timed. */
const timedPictures = 8;

/** A plan, and the time of each stage: while it runs, the machine may become faster or slower than was measured. */
export type ChosenPlan = { readonly plan: TrainingPlan; readonly allowed: readonly TimeBudget[] };

/** With what a plan is chosen. */
export type PlanTools = LoadOptions & Pick<ProgressOptions, 'progress'> & Pick<MeasureTask, 'runtime' | 'views'>;

/** Chooses a plan for the time on this machine, of which some seconds go into measuring. */
export async function choosePlan(task: PlanTask, tools: PlanTools): Promise<ChosenPlan> {
  const started = secondsNow();
  const { set, named, counts, seed, preset, selection, loss, miner, search } = task;
  const size = stepSizeOf(task);
  const { batch, dimensions } = size;
  const { perClass } = drawingOf(loss);
  const drawing = { batch, seed, needs: needsOf(loss) };
  const supervision = task.annotated && plannedSupervision({ set, learned: counts.learned }, task.annotated, drawing);
  const { memory, speeds } = await measured(task, size, tools);
  const isFresh = named.architecture !== null;
  const whitening = whiteningWithin({ ...task, ...size, isFresh, twice: learnsAll(task) }, speeds);
  const seconds = task.seconds - (secondsNow() - started) - whitening.seconds;
  const stages = (isFresh ? freshStages : tunedStages)({ ...task, seconds }, speeds, memory);
  reportMemory(task, stages, memory);
  const allowed = timeBudgets(stages, (1 - keptOfTime) * seconds, searchedForHead(task));
  const plan: TrainingPlan = {
    version: 2,
    data: dataOf(set),
    network: named,
    ...{ seed, selection, preset, loss },
    ...(miner !== null && { miner }),
    ...(supervision ? { supervision } : perClass !== null && { perClass }),
    ...usualFrame,
    ...(search && { search: accountOf(search) }),
    ...{ dimensions, batch },
    emaDecay: null,
    ...(whitening.pictures !== null && { whitened: whitening.pictures }),
    stages,
  };
  return { plan, allowed };
}

/** The sizes that decide what a step costs. */
type StepSize = Pick<MeasureTask, 'network' | 'batch' | 'dimensions' | 'classes' | 'batchNorm'>;

function stepSizeOf({ network, named, counts, loss, search, set }: PlanTask): StepSize {
  const isFresh = named.architecture !== null;
  return {
    network,
    batch: Math.min(isFresh ? freshBatch(counts.learned) : drawingOf(loss).batch, counts.learned),
    dimensions: Math.min(search?.chosen.dimensions ?? defaultHyperparameters.dimensions, network.card.dimensions),
    classes: Math.max(2, set.classes.length),
    batchNorm: isFresh ? 'follow' : 'frozen',
  };
}

/** How steps fit into memory here, and how long views and steps take. */
async function measured(task: PlanTask, size: StepSize, { progress, runtime, views, ...loading }: PlanTools) {
  const { seed, preset, signal } = task;
  const paths = random(seed, 'timed pictures').shuffle(task.paths).slice(0, timedPictures);
  const memory = stageMemory({ ...size, block: await channelBlockSize(runtime, loading) }, task.memory);
  const timed = { paths, preset, memory, seconds: timedShare * task.seconds, signal, runtime, views };
  return { memory, speeds: await measureSpeeds({ ...size, ...timed }, { ...loading, progress }) };
}

function dataOf({ name, fingerprint, train, val, classes }: LearningSet): TrainingPlan['data'] {
  return { name, fingerprint, pictures: train.length + (val?.length ?? 0), classes: classes.length };
}

/** The trials of a search, as the plan keeps them. */
function accountOf({ chosen, ...account }: Search): PlannedSearch {
  return account;
}

/** Warns, for every cut at which a stage begins, of what was changed so that its steps fit into memory. */
function reportMemory({ network, warn }: PlanTask, stages: readonly Stage[], memory: StageMemory): void {
  for (const cut of network.cuts.filter(({ name }) => stages.some((stage) => stage.cut === name))) {
    const { reported } = memory(cut);
    if (reported !== null) warn?.(`from ${cut.name} on, ${reported}`);
  }
}
