import { membersByValue } from '../members-by-value.ts';

/** The sample indices of each class that occurs, in ascending order of the classes. */
export function samplesByClass(labels: ArrayLike<number>): number[][] {
  return [...membersByValue(labels).entries()].sort(([a], [b]) => a - b).map(([, samples]) => samples);
}
