import type { Progress } from '../base/progress.ts';
import { random } from '../base/random.ts';
import { mean } from '../metrics/mean.ts';
import type { Metric } from '../train/validation/measured.ts';
import { classFolds } from './class-folds.ts';
import { type Fold, openFold, type SearchFrame, type SearchTools } from './fold.ts';
import { race, raceLength, winner } from './race.ts';
import type { Searched } from './searched.ts';
import { othersOf, type Setting, type Swept, usualAnnotationLoss, usualSetting } from './setting.ts';
import { unitsOf } from './units.ts';

/** A setting that was tried, and what it came to on the first folds, as far as it was tried. */
export type Trial = Setting & { readonly scores: readonly number[] };

/** What a search gave, with all that it tried. */
export type Search = {
  readonly chosen: Setting;
  readonly trials: readonly Trial[];
  /** What scores are, 0..1 and larger is better: of classes recall@1. Null where time was over before anything was tried. */
  readonly metric: Metric | null;
  /** Parts of the samples, each held out once: of other classes, or that nothing says anything of beside those learned. */
  readonly folds: number;
  /** Scores in the space in which learning begins, on each fold; none where time was over. */
  readonly baseline: readonly number[];
  /** Whether time was over before everything had been tried. */
  readonly cutShort: boolean;
};

/** With what it is searched, and until when. */
export type SettingsTools = SearchTools & {
  readonly progress?: Progress | undefined;
  /** What is searched for, in this order. */
  readonly sought: readonly Swept[];
  /** Whether time is over; absent: never. */
  readonly isOver?: () => boolean;
};

/**
 * Chooses loss, size, rate and epochs, or some of these, on embeddings that a backbone gives, by cross-validation over classes, or
 * over what statements do not speak of together: one thing after the other, all that is tried meeting the best so far on the
 * same folds (see `race`). Null where there are fewer than eight units of two samples or more, or too little is said to learn
 * from or to ask. The same samples, seed, machine and threads give the same choice, unless time is over.
 */
export async function searchSettings(
  all: Searched,
  frame: SearchFrame,
  { progress, sought, isOver = () => false, ...tools }: SettingsTools,
): Promise<Search | null> {
  const annotated = all.annotated != null;
  const usual = { ...usualSetting, ...(annotated && { loss: usualAnnotationLoss }) };
  const folds = foldsOf(all, frame, tools);
  const suits = ({ loss, dimensions }: Setting) =>
    dimensions <= all.embeddings.columns && folds.every((fold) => fold.suits(loss));
  let chosen: Setting = { ...usual, dimensions: Math.min(usual.dimensions, all.embeddings.columns) };
  if (folds.length === 0 || !suits(chosen)) return null;
  const trials = new Map<string, Setting & { readonly scores: number[] }>();
  let metric: Metric | null = null;
  let cutShort = false;
  let tried = 0;
  const others = (sweep: Swept) => othersOf(chosen, sweep, { annotated }).filter(suits);
  const total = searchLength(sought.map(others), folds.length);
  const score = async (setting: Setting, fold: number) => {
    const key = JSON.stringify(setting);
    const trial = trials.get(key) ?? { ...setting, scores: [] };
    if (fold < trial.scores.length) return trial.scores[fold];
    cutShort ||= isOver();
    if (cutShort) return null;
    progress?.({
      stage: 'searching for a loss',
      done: tried++,
      total,
      note: `${setting.loss}, ${setting.dimensions} numbers`,
    });
    const outcome = await folds[fold].tried(setting);
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

/** How many scores sweeps over other settings take, each of which begins with what the one before it has scored. */
function searchLength(others: readonly (readonly Setting[])[], folds: number): number {
  const races = others.reduce((sum, { length }) => sum + raceLength(1 + length, folds), 0);
  return races - folds * (others.length - 1);
}

/** None where any can be asked nothing, or one is asked other things than the next. */
function foldsOf(all: Searched, frame: SearchFrame, tools: SearchTools): Fold[] {
  const parts = classFolds(unitsOf(all), random(tools.seed, 'class folds'));
  const folds = parts.map((held) => openFold(all, held, frame, tools));
  const open = folds.filter((fold) => fold !== null);
  return open.length === folds.length && new Set(open.map(({ asks }) => asks)).size === 1 ? open : [];
}

async function baselineOn(folds: readonly Fold[], dimensions: number): Promise<number[]> {
  const values: number[] = [];
  for (const fold of folds) values.push((await fold.baseline(dimensions)).value);
  return values;
}

/** What a trial reached in the mean. */
export function meanScore({ scores }: Trial): number {
  return mean(scores);
}
