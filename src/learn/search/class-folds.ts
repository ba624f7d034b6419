import type { Random } from '../../base/random.ts';
import { membersByValue } from '../../data/members-by-value.ts';

/** The most parts, and so of classes that one can be judged by. */
const mostFolds = 4;

/** A part of so many classes at least can be judged: each needs another one to be mistaken for. */
const fewestClasses = 2;

/**
 * Parts of the samples by class, each to be held out once: all of a class lie in one. Classes of one sample, which can be asked
 * for nothing, are in none. Largest classes are dealt out first, so that parts are of like size. Empty where there are not
 * enough classes for two parts.
 */
export function classFolds(labels: ArrayLike<number>, { shuffle }: Pick<Random, 'shuffle'>): number[][] {
  const classes = shuffle([...membersByValue(labels).values()].filter((members) => members.length > 1));
  const count = Math.min(mostFolds, Math.floor(classes.length / fewestClasses));
  if (count < 2) return [];
  const folds: number[][] = Array.from({ length: count }, () => []);
  const bySize = classes.toSorted((a, b) => b.length - a.length);
  bySize.forEach((members, i) => {
    folds[i % count].push(...members);
  });
  return folds;
}
