import type { Random } from '../base/random.ts';
import { membersByValue } from '../data/members-by-value.ts';

/** Number of folds. With four, a candidate that wins on all of them is not just lucky. */
const count = 4;

/** A fold needs at least this many classes: each needs another one to be confused with. */
const minClasses = 2;

/**
 * Splits the samples into four folds by class (or by any other group id): all samples of a class are in one fold.
 * Classes of one sample are in none, because they cannot be queries. The largest classes are dealt out first, so that
 * the folds have similar sizes. Empty where there are fewer than two classes for each fold.
 */
export function groupFolds(labels: ArrayLike<number>, { shuffle }: Pick<Random, 'shuffle'>): number[][] {
  const classes = shuffle([...membersByValue(labels).values()].filter((members) => members.length > 1));
  if (classes.length < count * minClasses) return [];
  const folds: number[][] = Array.from({ length: count }, () => []);
  const bySize = classes.toSorted((a, b) => b.length - a.length);
  bySize.forEach((members, i) => {
    folds[i % count].push(...members);
  });
  return folds;
}
