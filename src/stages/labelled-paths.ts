import { classesOf } from '../data/classes-of.ts';
import type { Sample } from '../data/dataset.ts';
import type { LearningSet } from '../plan/learning-set.ts';
import type { HeldOutPaths, LabelledPaths } from './views/stage-views.ts';

/** Pictures with their classes as numbers; all 0 where they have none. */
export function labelledPaths(samples: readonly Sample[], classes: readonly string[]): LabelledPaths {
  const indexOf = new Map<string | null, number>(classes.map((label, index) => [label, index]));
  return {
    paths: samples.map(({ path }) => path),
    labels: Int32Array.from(samples, ({ label }) => indexOf.get(label) ?? 0),
  };
}

/**
 * Held-out pictures, with the class numbers of the learned ones, or with numbers of their own where their classes are
 * new.
 */
export function heldOutPaths(heldOut: readonly Sample[], { classes, valClasses }: LearningSet): HeldOutPaths {
  if (valClasses !== 'new') return { ...labelledPaths(heldOut, classes), strangeClasses: null };
  const unseen = classesOf(heldOut);
  return { ...labelledPaths(heldOut, unseen), strangeClasses: unseen.length };
}
