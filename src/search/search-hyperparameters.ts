import type { Progress } from '../base/progress.ts';
import { random } from '../base/random.ts';
import { mean } from '../metrics/mean.ts';
import type { Metric } from '../train/validation/measured.ts';
import { type Fold, openFold, type SearchFrame, type SearchTools } from './fold.ts';
import { groupFolds } from './group-folds.ts';
import { groupIdsOf } from './group-ids.ts';
import {
  alternativesOf,
  defaultAnnotationLoss,
  defaultHyperparameters,
  type HyperparameterName,
  type Hyperparameters,
} from './hyperparameters.ts';
import { race, raceLength, winner } from './race.ts';
import type { SearchData } from './search-data.ts';

/** Hyperparameters that were tried, and their scores on the first folds. */
export type Trial = Hyperparameters & { readonly scores: readonly number[] };

/** The result of a search, with all trials. */
export type Search = {
  readonly chosen: Hyperparameters;
  readonly trials: readonly Trial[];
  /**
   * The measure of the scores, 0..1, larger is better: recall@1 for classes. Null where the time was over before any
   * score.
   */
  readonly metric: Metric | null;
  /**
   * Number of folds. Each fold is held out once: unseen classes, or pictures that no annotation connects with the
   * others.
   */
  readonly folds: number;
  /** The score of the initial space on each fold, before training; empty where the time was over. */
  readonly baseline: readonly number[];
  /** Whether the time was over before everything was tried. */
  readonly cutShort: boolean;
};

/** The runtime, the seed, what is searched, and the time limit. */
export type SearchOptions = SearchTools & {
  readonly progress?: Progress | undefined;
  /** The hyperparameters to search, in this order. */
  readonly sought: readonly HyperparameterName[];
  /** Whether the time is over; absent: never. */
  readonly isOver?: () => boolean;
};

/**
 * Chooses the loss, embedding size, learning rate and epochs (or some of these) on the embeddings of a backbone, by
 * cross-validation over classes, or over connected components of annotations. Searches one hyperparameter after the
 * other; each candidate is compared with the best so far on the same folds (see `race`). Null where there are fewer
 * than eight groups of two samples or more, or too few annotations to train or to score. The same samples, seed,
 * machine and number of threads give the same choice, unless the time runs out.
 */
export async function searchHyperparameters(
  all: SearchData,
  frame: SearchFrame,
  { progress, sought, isOver = () => false, ...tools }: SearchOptions,
): Promise<Search | null> {
  const annotated = all.annotated != null;
  const defaults = { ...defaultHyperparameters, ...(annotated && { loss: defaultAnnotationLoss }) };
  const folds = foldsOf(all, frame, tools);
  const suits = ({ loss, dimensions }: Hyperparameters) =>
    dimensions <= all.embeddings.columns && folds.every((fold) => fold.suits(loss));
  let chosen: Hyperparameters = { ...defaults, dimensions: Math.min(defaults.dimensions, all.embeddings.columns) };
  if (folds.length === 0 || !suits(chosen)) return null;
  const trials = new Map<string, Hyperparameters & { readonly scores: number[] }>();
  let metric: Metric | null = null;
  let cutShort = false;
  let tried = 0;
  const others = (sweep: HyperparameterName) => alternativesOf(chosen, sweep, { annotated }).filter(suits);
  const total = searchLength(sought.map(others), folds.length);
  const score = async (setting: Hyperparameters, fold: number) => {
    const key = JSON.stringify(setting);
    const trial = trials.get(key) ?? { ...setting, scores: [] };
    if (fold < trial.scores.length) return trial.scores[fold];
    cutShort ||= isOver();
    if (cutShort) return null;
    progress?.({
      stage: 'searching for a loss',
      done: tried++,
      total,
      note: `${setting.loss}, ${setting.dimensions} dimensions`,
    });
    const outcome = await folds[fold].scoreOf(setting);
    metric = outcome.metric;
    trial.scores.push(outcome.value);
    trials.set(key, trial);
    return outcome.value;
  };
  for (const sweep of sought) {
    chosen = winner(await race([chosen, ...others(sweep)], folds.length, score), folds.length);
  }
  return {
    chosen,
    trials: [...trials.values()],
    metric,
    folds: folds.length,
    baseline: cutShort ? [] : await baselineOn(folds, chosen.dimensions),
    cutShort,
  };
}

/** Number of scores that the sweeps take. Each sweep starts from a candidate that the sweep before it has scored. */
function searchLength(others: readonly (readonly Hyperparameters[])[], folds: number): number {
  const races = others.reduce((sum, { length }) => sum + raceLength(1 + length, folds), 0);
  return races - folds * (others.length - 1);
}

/** The folds; empty where one cannot be scored, or where two are scored on different things. */
function foldsOf(all: SearchData, frame: SearchFrame, tools: SearchTools): Fold[] {
  const parts = groupFolds(groupIdsOf(all), random(tools.seed, 'class folds'));
  const folds = parts.map((held) => openFold(all, held, frame, tools));
  const open = folds.filter((fold) => fold !== null);
  return open.length === folds.length && new Set(open.map(({ scoredOn }) => scoredOn)).size === 1 ? open : [];
}

async function baselineOn(folds: readonly Fold[], dimensions: number): Promise<number[]> {
  const values: number[] = [];
  for (const fold of folds) values.push((await fold.baseline(dimensions)).value);
  return values;
}

/** The mean score of a trial. */
export function meanScore({ scores }: Trial): number {
  return mean(scores);
}
