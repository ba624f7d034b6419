import { counted } from '../../base/figures.ts';
import { classesOf, isLabelled } from '../../data/classes-of.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { firstFew } from '../../data/first-few.ts';
import { subset } from '../labelled.ts';

/** The usable part of a given val part. */
export type UsableVal = {
  /** Pictures of classes of train that are not themselves in train; null if there are none. */
  readonly val: Embedded | null;
  /** Labels of val that train lacks. */
  readonly unseenLabels: readonly string[];
  /** The number of pictures of val that are also in train, byte for byte. */
  readonly seen: number;
  readonly remarks: readonly string[];
};

/**
 * The pictures of a given val part that can validate a model trained on train: without classes that train lacks, and
 * without pictures that train contains. If none is left, the fit must hold out a part of train.
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
      ...(counts.seen > 0 ? [`left out ${counted(counts.seen, 'picture')} of val that are also in train`] : []),
      ...(usable.length === 0 ? [`${reasonOf(known.length)}: validated on a fifth of train instead`] : []),
    ],
  };
}

function unseenRemarks(pictures: number, labels: readonly string[]): string[] {
  if (labels.length === 0) return [];
  const classes = labels.length === 1 ? 'a class' : 'classes';
  return [`left out ${counted(pictures, 'picture')} of val, of ${classes} that train lacks: ${firstFew(labels)}`];
}

function reasonOf(known: number): string {
  return known === 0 ? 'val has no class of train' : 'all pictures of val are also in train';
}
