import { classesOf, isLabelled } from '../data/classes-of.ts';
import type { Embedded } from '../data/embedded.ts';
import { counted, firstFew } from '../data/first-few.ts';
import { subset } from './labelled.ts';

/** What of a given val part can choose. */
export type UsableVal = {
  /** Pictures of classes that train has, which train itself has not; null where there are none. */
  readonly val: Embedded | null;
  /** Labels of val that train lacks. */
  readonly unseenLabels: readonly string[];
  /** Pictures of val that train has byte for byte. */
  readonly seen: number;
  readonly remarks: readonly string[];
};

/**
 * The pictures of a given val part that can judge what was learned of train: a class that was not learned says
 * nothing, and a picture that was learned from flatters. Where none is left, learning has to hold out a part of
 * train.
 */
export function usableVal(val: Embedded, train: Embedded): UsableVal {
  const classes = new Set(classesOf(train.samples));
  const learned = new Set(train.hashes);
  const unseenLabels = classesOf(val.samples).filter((label) => !classes.has(label));
  const labelled = [...val.samples.keys()].filter((index) => isLabelled(val.samples[index]));
  const known = labelled.filter((index) => classes.has(val.samples[index].label ?? ''));
  const usable = known.filter((index) => !learned.has(val.hashes[index]));
  const counts = { unseen: labelled.length - known.length, seen: known.length - usable.length };
  return {
    val: usable.length === 0 ? null : usable.length === val.samples.length ? val : subset(val, usable),
    unseenLabels,
    seen: counts.seen,
    remarks: [
      ...unseenRemarks(counts.unseen, unseenLabels),
      ...(counts.seen > 0 ? [`left out ${counted(counts.seen, 'picture')} of val that train has byte for byte`] : []),
      ...(usable.length === 0 ? [`${reasonOf(known.length)}: chosen by a fifth of train instead`] : []),
    ],
  };
}

function unseenRemarks(pictures: number, labels: readonly string[]): string[] {
  if (labels.length === 0) return [];
  const classes = labels.length === 1 ? 'a class' : 'classes';
  return [`left out ${counted(pictures, 'picture')} of val, of ${classes} that train lacks: ${firstFew(labels)}`];
}

function reasonOf(known: number): string {
  return known === 0 ? 'val has no class that train has' : 'val has no picture that train has not';
}
