import type { Progress } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { mean } from '../../metrics/mean.ts';
import { classFolds } from './class-folds.ts';
import { type Fold, openFold, type Searched, type SearchFrame, type SearchTools } from './fold.ts';
import { race, winner } from './race.ts';
import { othersOf, type Setting, type Swept, usualSetting } from './setting.ts';

/** A setting that was tried, and recall@1 on the folds that it came to, each of classes that it had not seen. */
export type Trial = Setting & { readonly recallAt1: readonly number[] };

/** What a search gave, with all that it tried. */
export type Search = {
  readonly chosen: Setting;
  readonly trials: readonly Trial[];
  /** Parts of the classes, each held out once. */
  readonly folds: number;
  /** Recall@1 in the space in which learning begins, on each fold; none where time was over. */
  readonly untaught: readonly number[];
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
 * Chooses loss, size, rate and epochs, or some of these, by cross-validation over classes on embeddings that a backbone gives: one thing after the
 * other, all that is tried meeting the best so far on the same folds (see `race`). Null where there are fewer than eight
 * classes of two samples or more. The same samples, seed, machine and threads give the same choice, unless time is over.
 */
export async function searchSettings(
  all: Searched,
  frame: SearchFrame,
  { progress, sought, isOver = () => false, ...tools }: SettingsTools,
): Promise<Search | null> {
  const parts = classFolds(all.labels, random(tools.seed, 'class folds'));
  if (parts.length === 0) return null;
  const folds = parts.map((held) => openFold(all, held, frame, tools));
  const most = Math.min(usualSetting.dimensions, all.embeddings.columns);
  const trials = new Map<string, Setting & { readonly recallAt1: number[] }>();
  let cutShort = false;
  let tried = 0;
  const score = async (setting: Setting, fold: number) => {
    const key = JSON.stringify(setting);
    const trial = trials.get(key) ?? { ...setting, recallAt1: [] };
    if (fold < trial.recallAt1.length) return trial.recallAt1[fold];
    cutShort ||= isOver();
    if (cutShort) return null;
    progress?.({ stage: 'searching for a loss', done: tried++ });
    const value = await folds[fold].tried(setting);
    trial.recallAt1.push(value);
    trials.set(key, trial);
    return value;
  };
  let chosen: Setting = { ...usualSetting, dimensions: most };
  for (const sweep of sought) {
    const others = othersOf(chosen, sweep).filter(({ dimensions }) => dimensions <= all.embeddings.columns);
    chosen = winner(await race([chosen, ...others], folds.length, score), folds.length);
  }
  return {
    chosen,
    trials: [...trials.values()],
    folds: folds.length,
    untaught: cutShort ? [] : await untaughtOn(folds, chosen.dimensions),
    cutShort,
  };
}

async function untaughtOn(folds: readonly Fold[], dimensions: number): Promise<number[]> {
  const values: number[] = [];
  for (const fold of folds) values.push(await fold.untaught(dimensions));
  return values;
}

/** What a trial reached in the mean. */
export function meanRecall({ recallAt1 }: Trial): number {
  return mean(recallAt1);
}
