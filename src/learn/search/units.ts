import { membersByValue } from '../../data/members-by-value.ts';
import { componentsOf } from '../../data/supervision/components.ts';
import { withNearness } from '../../data/supervision/hold-out-told.ts';
import { rowsOf } from '../../data/supervision/sparse-rows.ts';
import { spokenOfTogether } from '../../data/supervision/split-by-identity.ts';
import { supervisionBy, type Testimony } from '../../data/supervision/testimony.ts';
import type { Searched } from './searched.ts';

/** Where nothing that hangs together is more than this share of all, it can be dealt out. */
const mostOfAll = 1 / 8;

/**
 * What is not parted where samples are held out, [N], equal for those that stay together: classes; or all that statements speak
 * of together, so that none is lost; or, where most hangs together so, identities with those that triplets say are near.
 */
export function unitsOf({ labels, testimony = null }: Pick<Searched, 'labels' | 'testimony'>): Int32Array {
  return testimony === null ? labels : saidUnits(testimony);
}

function saidUnits(testimony: Testimony): Int32Array {
  const { identities, statements } = supervisionBy(testimony);
  const sets = [...membersByValue(identities.of).values(), ...spokenOfTogether(statements)];
  const { of, count } = componentsOf(statements.count, rowsOf(sets));
  const sizes = new Int32Array(count);
  for (const unit of of) sizes[unit]++;
  return sizes.every((size) => size <= mostOfAll * statements.count)
    ? of
    : supervisionBy(withNearness(testimony)).identities.of;
}
