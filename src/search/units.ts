import { type AnnotatedPictures, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { withNearness } from '../data/annotations/hold-out-annotated.ts';
import { annotatedTogether } from '../data/annotations/split-by-identity.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { componentsOf } from '../data/supervision/components.ts';
import { rowsOf } from '../data/supervision/sparse-rows.ts';
import type { Searched } from './searched.ts';

/** Where nothing that hangs together is more than this share of all, it can be dealt out. */
const mostOfAll = 1 / 8;

/**
 * What is not parted where samples are held out, [N], equal for those that stay together: classes; or all that statements speak
 * of together, so that none is lost; or, where most hangs together so, identities with those that triplets say are near. Copies
 * and scenes (`groups`) stay together with either.
 */
export function unitsOf({ labels, annotated = null, groups = [] }: Omit<Searched, 'embeddings'>): Int32Array {
  return annotated === null ? labels : saidUnits(annotated, groups);
}

function saidUnits(annotated: AnnotatedPictures, groups: readonly (string | null)[]): Int32Array {
  const { identities, annotations } = supervisionBy(annotated);
  const together = (identity: Int32Array, more: readonly number[][]) => {
    const sets = [...membersByValue(identity).values(), ...membersByValue(groups).values(), ...more];
    return componentsOf(annotations.count, rowsOf(sets));
  };
  const { of, count } = together(identities.of, annotatedTogether(annotations));
  const sizes = new Int32Array(count);
  for (const unit of of) sizes[unit]++;
  if (sizes.every((size) => size <= mostOfAll * annotations.count)) return of;
  return together(supervisionBy(withNearness(annotated)).identities.of, []).of;
}
