import { membersByValue } from '../members-by-value.ts';

/** The samples of each class that has any, classes by their numbers. */
export function samplesByClass(labels: ArrayLike<number>): number[][] {
  return [...membersByValue(labels).entries()].sort(([a], [b]) => a - b).map(([, samples]) => samples);
}
