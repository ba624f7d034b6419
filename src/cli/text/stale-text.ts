import type { ClassDifference } from '../../bundle/class-difference.ts';
import { firstFew } from '../../data/first-few.ts';

/** A text on the classes in which a classifier differs from its gallery, and what to do. */
export function staleText({ missing, forgotten }: ClassDifference): string {
  const faults = [
    ...(missing.length > 0 ? [`it does not know ${firstFew(missing)}`] : []),
    ...(forgotten.length > 0 ? [`it still names ${firstFew(forgotten)}`] : []),
  ];
  return `the classifier is out of date: ${faults.join(', and ')}; run fit again`;
}
