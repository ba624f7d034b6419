import type { Stale } from '../bundle/stale.ts';
import { firstFew } from '../data/first-few.ts';

/** In which classes a classifier differs from its gallery, and what to do, for people. */
export function staleText({ missing, forgotten }: Stale): string {
  const faults = [
    ...(missing.length > 0 ? [`it does not know ${firstFew(missing)}`] : []),
    ...(forgotten.length > 0 ? [`it still names ${firstFew(forgotten)}`] : []),
  ];
  return `the classifier is stale: ${faults.join(', and ')}; fit again`;
}
