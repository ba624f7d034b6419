import { membersByValue } from '../data/members-by-value.ts';
import { componentsOf } from '../data/supervision/components.ts';
import { withNearness } from '../data/supervision/hold-out-told.ts';
import { rowsOf } from '../data/supervision/sparse-rows.ts';
import { spokenOfTogether } from '../data/supervision/split-by-identity.ts';
import { supervisionBy, type Testimony } from '../data/supervision/testimony.ts';
import type { Searched } from './searched.ts';

/** Where nothing that hangs together is more than this share of all, it can be dealt out. */
const mostOfAll = 1 / 8;

/**
 * What is not parted where samples are held out, [N], equal for those that stay together: classes; or all that statements speak
 * of together, so that none is lost; or, where most hangs together so, identities with those that triplets say are near. Copies
 * and scenes (`groups`) stay together with either.
 */
export function unitsOf({ labels, testimony = null, groups = [] }: Omit<Searched, 'embeddings'>): Int32Array {
  return testimony === null ? labels : saidUnits(testimony, groups);
}

function saidUnits(testimony: Testimony, groups: readonly (string | null)[]): Int32Array {
  const { identities, statements } = supervisionBy(testimony);
  const together = (identity: Int32Array, more: readonly number[][]) => {
    const sets = [...membersByValue(identity).values(), ...membersByValue(groups).values(), ...more];
    return componentsOf(statements.count, rowsOf(sets));
  };
  const { of, count } = together(identities.of, spokenOfTogether(statements));
  const sizes = new Int32Array(count);
  for (const unit of of) sizes[unit]++;
  if (sizes.every((size) => size <= mostOfAll * statements.count)) return of;
  return together(supervisionBy(withNearness(testimony)).identities.of, []).of;
}
