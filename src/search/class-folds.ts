import type { Random } from '../base/random.ts';
import { membersByValue } from '../data/members-by-value.ts';

/** So many that a lead on all of them is no luck. */
const count = 4;

/** A part of so many classes at least can be judged: each needs another one to be mistaken for. */
const fewestClasses = 2;

/**
 * Four parts of the samples by class (or whatever must stay together), each to be held out once: all of a class lie in one. Classes of one sample, which can be
 * asked for nothing, are in none. Largest classes are dealt out first, so that parts are of like size. No parts where there are
 * not two classes for each.
 */
export function classFolds(labels: ArrayLike<number>, { shuffle }: Pick<Random, 'shuffle'>): number[][] {
  const classes = shuffle([...membersByValue(labels).values()].filter((members) => members.length > 1));
  if (classes.length < count * fewestClasses) return [];
  const folds: number[][] = Array.from({ length: count }, () => []);
  const bySize = classes.toSorted((a, b) => b.length - a.length);
  bySize.forEach((members, i) => {
    folds[i % count].push(...members);
  });
  return folds;
}
