import { membersByValue } from '../members-by-value.ts';
import type { Annotations, SameAnnotation } from './annotations.ts';
import { rowsOf, type SparseRows, transposed } from './sparse-rows.ts';

/** All statements of sameness in one form: a bond's members are the same. */
export type SameSets = {
  /** The pictures of each bond. */
  readonly members: SparseRows;
  /** The bonds of each picture. */
  readonly ofPicture: SparseRows;
  annotationOf(sameSet: number): SameAnnotation;
};

/** The bonds that pairs said to be the same, groups and labels are, in this order. */
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
    ofPicture: transposed(members, count),
    annotationOf: (sameSet) => {
      if (sameSet < same.length) return { kind: 'pair', pair: same[sameSet] };
      if (sameSet < beforeLabels) return { kind: 'group', group: sameSet - same.length };
      return { kind: 'label', label: byLabel[sameSet - beforeLabels][0] };
    },
  };
}
