import type { ProgressOptions } from '../base/progress.ts';
import { annotatedWithin } from '../data/annotations/annotated-pictures.ts';
import type { PresetName } from '../images/augment/presets.ts';
import { type ChosenPlan, choosePlan, usualFrame } from '../plan/choose-plan.ts';
import { lossFor } from '../plan/loss-for.ts';
import type { LoadOptions } from '../runtime/runtime.ts';
import type { Search } from '../search/search-hyperparameters.ts';
import { significant } from '../search/significant.ts';
import { labelledPaths } from './labelled-paths.ts';
import type { Machine } from './machine.ts';
import { searchLoss } from './search-loss.ts';
import type { TrainedPictures } from './train-network.ts';

/** What a person wants of training; every member may be left out. */
export type TrainingWishes = {
  /** How many minutes training may take. */
  readonly minutes?: number | undefined;
  readonly seed?: number | undefined;
  readonly preset?: PresetName | undefined;
  /** `crossEntropy` or a loss of the catalogue; absent: what a search finds, or else the usual one. */
  readonly loss?: string | undefined;
  readonly miner?: string | undefined;
  /** Only a projection on the backbone's features learns. */
  readonly headOnly?: boolean | undefined;
  /** A further stage learns a deeper part of the network, on new views every epoch. */
  readonly deep?: boolean | undefined;
};

/** What the machine has to give. */
export type TrainingBudget = {
  /** Seconds of the time that are spent already. */
  readonly spent: number;
  /** Room for activations, in bytes. */
  readonly bytes: number;
  /** Memory that steps may take, in bytes. */
  readonly memory: number;
  /** Whether embeddings by a backbone are kept, so that they are not computed twice. */
  readonly isCached: boolean;
};

/** With what a plan is made. */
export type PlanningTools = ProgressOptions &
  LoadOptions &
  Pick<Machine, 'runtime' | 'views' | 'embed'> & { readonly warn?: ((message: string) => void) | undefined };

/** The minutes that training takes by default. */
export const usualMinutes = 20;

/**
 * Makes a plan: searches the loss where none is wished for, measures the machine for some seconds, and chooses the
 * stages.
 */
export async function makePlan(
  pictures: TrainedPictures,
  wishes: TrainingWishes,
  means: TrainingBudget,
  { warn, signal, progress, embed, ...tools }: PlanningTools,
): Promise<ChosenPlan> {
  const started = performance.now();
  const { set, named, usable, network } = pictures;
  const { minutes = usualMinutes, seed = 0, preset = 'photos', miner = null, headOnly = false, deep = false } = wishes;
  const search = await searchFor(pictures, wishes, { signal, progress, embed, ...tools });
  const spent = means.spent + (performance.now() - started) / 1000;
  return choosePlan(
    {
      network,
      named: named.inPlan,
      set,
      annotated: usable.annotatedSplit,
      paths: usable.learned.map(({ path }) => path),
      counts: { learned: usable.learned.length, validated: usable.heldOut.length },
      selection: usable.selection,
      isKnown: headOnly && usable.annotatedSplit === null && means.isCached,
      seconds: 60 * minutes - spent,
      bytes: means.bytes,
      memory: means.memory,
      loss: search?.chosen.loss ?? lossFor(set, wishes),
      ...{ warn, signal, preset, search, miner, seed, headOnly, deep },
    },
    { ...tools, progress },
  );
}

/** The share of the time that the search for a loss may take. */
const searchShare = 0.1;

/** What a search chose; null where a person chose, and where a network from scratch has no features yet. */
async function searchFor(
  { set, named, usable }: TrainedPictures,
  { loss, miner, minutes = usualMinutes, seed = 0, headOnly = false }: TrainingWishes,
  tools: Omit<PlanningTools, 'views' | 'warn'>,
): Promise<Search | null> {
  if (loss !== undefined || miner != null || named.inPlan.architecture !== null) return null;
  const { learned, annotatedSplit } = usable;
  const annotated = annotatedSplit && annotatedWithin(annotatedSplit.annotated, [...learned.keys()]);
  const { labels } = labelledPaths(learned, set.classes);
  const seconds = searchShare * 60 * minutes;
  const sought = headOnly
    ? (['loss', 'dimensions', 'learningRate', 'epochs'] as const)
    : (['loss', 'dimensions'] as const);
  const task = { file: named.file, learned, labels, annotated, frame: usualFrame, seed, sought, seconds };
  const search = await searchLoss(task, tools);
  return search && !headOnly ? significant(search) : search;
}
