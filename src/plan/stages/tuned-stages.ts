import { defaultHyperparameters } from '../../search/hyperparameters.ts';
import type { Search } from '../../search/search-hyperparameters.ts';
import { slowdown } from '../../steps/fit-memory.ts';
import type { TrainableCut } from '../../train/cost/learnable-network.ts';
import { planWithin, type Speeds, type TrainingExtent } from '../../train/cost/plan-within.ts';
import type { PlanTask } from '../plan-task.ts';
import { fittingCut, memoryParts, type StageMemory, slowed } from '../stage-memory.ts';
import type { Stage } from '../training-plan.ts';
import { newViewEpochs } from './fresh-stages.ts';
import { learnsAll, stagesOnAll } from './last-stages.ts';
import { deepStage, shareOfRate, shareOfTrain } from './stage-shares.ts';

/**
 * The largest learning rates of AdamW for a backbone. The lower one is for pictures of classes that are not learned:
 * what the backbone knew of them must not be forgotten.
 */
const rates = { tuned: defaultHyperparameters.learningRate, gentle: 1.5e-4 } as const;

/** The stages of a backbone that goes on learning: from a cut on, on kept views; with `deep` one more, on new views. */
export function tunedStages(task: PlanTask, speeds: Speeds, memory: StageMemory): Stage[] {
  const { network, headOnly, deep } = task;
  const cuts = headOnly ? network.cuts.slice(-1) : network.cuts;
  const share = (deep ? deepStage.share : 1) * shareOfTrain(learnsAll(task));
  const extent = fittingExtent(task, cuts, { speeds, share, memory });
  const { cut, views, epochs, learningRate } = headOnly
    ? searchedExtent(extent, searchedForHead(task))
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

/** The search for a head alone, which chose learning rate and epochs too; null where there was none to its end. */
export function searchedForHead({ headOnly, search }: PlanTask): Search | null {
  return headOnly && search !== null && !search.cutShort ? search : null;
}

/**
 * For a head alone: the learning rate and epochs that the search chose, as far as time allows, each epoch with another
 * view.
 */
function searchedExtent(
  extent: TrainingExtent,
  search: Search | null,
): TrainingExtent & { readonly learningRate: number } {
  if (search === null) return { ...extent, learningRate: rates.tuned };
  const epochs = Math.min(extent.epochs, search.chosen.epochs);
  return { ...extent, epochs, views: Math.min(extent.views, epochs), learningRate: search.chosen.learningRate };
}

/** The largest learning rate of a backbone. */
function tunedRate({ set, annotated }: PlanTask): number {
  return annotated !== null || set.valClasses === 'new' ? rates.gentle : rates.tuned;
}

/** The stage of `deep`: more of the network learns, at a low rate, on new views each epoch. */
function deeperStage(
  task: PlanTask,
  speeds: Speeds,
  { cut: { trunk }, memory }: { readonly cut: TrainableCut; readonly memory: StageMemory },
): Stage {
  const { cuts } = task.network;
  const wanted = cuts.findLastIndex((each) => each.trunk <= trunk / 2);
  const cut = fittingCut(cuts.slice(wanted), memory);
  const epochs = newViewEpochs(cut, task, slowed(speeds, memory(cut)), 1 - deepStage.share);
  const { lrScale, layerDecay } = deepStage;
  return {
    on: 'train',
    cut: cut.name,
    views: null,
    epochs,
    learningRate: shareOfRate(lrScale, tunedRate(task)),
    layerDecay,
    ...memoryParts(memory(cut)),
  };
}

/** The extent that fits into time and memory. Where memory is short the cut is deeper: less of the network learns. */
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
