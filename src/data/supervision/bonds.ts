import { membersByValue } from '../members-by-value.ts';
import { rowsOf, type SparseRows, transposed } from './sparse-rows.ts';
import type { SameStatement, Statements } from './statements.ts';

/** All statements of sameness in one form: a bond's members are the same. */
export type Bonds = {
  /** The pictures of each bond. */
  readonly members: SparseRows;
  /** The bonds of each picture. */
  readonly ofPicture: SparseRows;
  statementOf(bond: number): SameStatement;
};

/** The bonds that pairs said to be the same, groups and labels are, in this order. */
export function bondsOf({ count, labels = [], pairs = [], groups = [] }: Statements): Bonds {
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
    statementOf: (bond) => {
      if (bond < same.length) return { kind: 'pair', pair: same[bond] };
      if (bond < beforeLabels) return { kind: 'group', group: bond - same.length };
      return { kind: 'label', label: byLabel[bond - beforeLabels][0] };
    },
  };
}
