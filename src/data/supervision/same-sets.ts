import type { Annotations, SameAnnotation } from '../annotations/annotations.ts';
import { membersByValue } from '../members-by-value.ts';
import { rowsOf, type SparseRows, transposedRows } from './sparse-rows.ts';

/** All annotations of sameness in one form, as sets: the pictures of a set are the same. */
export type SameSets = {
  /** The pictures of each set. */
  readonly members: SparseRows;
  /** The sets of each picture. */
  readonly ofPicture: SparseRows;
  annotationOf(sameSet: number): SameAnnotation;
};

/** One set for each same pair, each group and each label, in this order. */
export function sameSetsOf({ count, labels = [], pairs = [], groups = [] }: Annotations): SameSets {
  const same = pairs.flatMap((pair, index) => (pair.same ? [index] : []));
  const byLabel = [...membersByValue(labels)];
  const members = rowsOf([
    ...same.map((pair) => [pairs[pair].a, pairs[pair].b]),
    ...groups,
    ...byLabel.map(([, pictures]) => pictures),
  ]);
  const beforeLabels = same.length + groups.length;
  return {
    members,
    ofPicture: transposedRows(members, count),
    annotationOf: (sameSet) => {
      if (sameSet < same.length) return { kind: 'pair', pair: same[sameSet] };
      if (sameSet < beforeLabels) return { kind: 'group', group: sameSet - same.length };
      return { kind: 'label', label: byLabel[sameSet - beforeLabels][0] };
    },
  };
}
