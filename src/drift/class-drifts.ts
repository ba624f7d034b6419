import type { DriftReference } from './drift-record.ts';
import { medianOf } from './median-of.ts';
import { pValueOf } from './p-value-of.ts';
import type { Process } from './processes.ts';

/** A class, now and in the reference. Pictures count for the class that they are most like, also when unknown. */
export type ClassDrift = {
  readonly label: string;
  /** New pictures that are most like this class. */
  readonly pictures: number;
  /** The share of all pictures that they are, 0..1. */
  readonly share: { readonly reference: number; readonly now: number };
  /** Median similarity (without a gallery: probability) of its pictures; `now` is null where there are none. */
  readonly similarity: { readonly reference: number; readonly now: number | null };
  /** What moved, by the smaller of the two p-values. */
  readonly moved: 'share' | 'similarity';
  /** Corrected for the number of features and classes, 0..1. */
  readonly pValue: number;
};

/** Every class of the reference, most certainly moved first, then by the change of its share. */
export function classDrifts(
  reference: DriftReference,
  present: DriftReference,
  processes: readonly Process[],
): ClassDrift[] {
  const pValues = processes.filter(isOfClass).map((process) => ({
    ...{ name: process.name, label: process.label },
    pValue: pValueOf(Math.log(process.weight) + process.wealth().most),
  }));
  const drifts = [...new Set(reference.labels)].sort().map((label) => {
    const own = pValues.filter((each) => each.label === label).sort((a, b) => a.pValue - b.pValue);
    const [then, now] = [reference, present].map((side) => partOf(side, label));
    return {
      label,
      pictures: now.count,
      share: { reference: then.share, now: now.share },
      similarity: { reference: medianOf(then.scores), now: now.count === 0 ? null : medianOf(now.scores) },
      moved: own[0].name === 'classShare' ? ('share' as const) : ('similarity' as const),
      pValue: own[0].pValue,
    };
  });
  return drifts.sort((a, b) => a.pValue - b.pValue || changeOf(b) - changeOf(a));
}

function isOfClass({ name }: Process): boolean {
  return name === 'classShare' || name === 'classSimilarity';
}

function changeOf({ share }: ClassDrift): number {
  return Math.abs(share.now - share.reference);
}

function partOf({ labels, features }: DriftReference, label: string) {
  const scores = features.similarity ?? features.probability ?? [];
  const rows = labels.flatMap((each, index) => (each === label ? [index] : []));
  return {
    count: rows.length,
    share: labels.length === 0 ? 0 : rows.length / labels.length,
    scores: rows.map((row) => scores[row]),
  };
}
