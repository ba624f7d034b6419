import { counted } from '../base/figures.ts';
import { classesOf } from './classes-of.ts';
import type { Part, Sample } from './dataset.ts';
import { firstFew } from './first-few.ts';

/** The labels without any readable picture, in code-point order. */
export function lostLabels(given: readonly Sample[], read: readonly Sample[]): string[] {
  const left = new Set(read.map(({ label }) => label));
  return classesOf(given).filter((label) => !left.has(label));
}

/**
 * A sentence on the classes that are lost because none of their pictures could be read, and on how many are left; empty
 * if no class is lost. The sentence names `part` if it is `val` or `test`.
 */
export function lostLabelsInWords(lost: readonly string[], given: readonly Sample[], part: Part | null): string[] {
  if (lost.length === 0) return [];
  const all = classesOf(given).length;
  const gone = new Set<string | null>(lost);
  const pictures = given.filter(({ label }) => gone.has(label)).length;
  const [classes, are] = lost.length === 1 ? ['class', 'is'] : [`${lost.length} classes:`, 'are'];
  const from = part === 'val' || part === 'test' ? ` from ${part}` : '';
  const none = pictures === 1 ? 'the only picture of it' : `none of ${counted(pictures, 'picture')}`;
  const read = pictures === 1 ? 'could not be read' : 'could be read';
  return [
    `${classes} ${firstFew(lost)} ${are} lost${from}: ${none} ${read}; ${all - lost.length} of ${all} classes are left`,
  ];
}
