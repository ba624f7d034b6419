import type { Dataset } from '../dataset.ts';

/** Whether a data set names no class, and says in pairs, triplets or groups which of its pictures are the same. */
export function hasAnnotationsOnly({ samples, classes, pairs, triplets }: Dataset): boolean {
  if (classes.length > 0) return false;
  return pairs.length + triplets.length > 0 || samples.some(({ group }) => group !== null);
}
