import type { Dataset } from '../dataset.ts';

/** Whether a data set has pairs, triplets or groups, but no class labels. */
export function hasAnnotationsOnly({ samples, classes, pairs, triplets }: Dataset): boolean {
  if (classes.length > 0) return false;
  return pairs.length + triplets.length > 0 || samples.some(({ group }) => group !== null);
}
