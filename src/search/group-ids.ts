import { type AnnotatedPictures, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { componentsOf } from '../data/annotations/components.ts';
import { withNearness } from '../data/annotations/hold-out-annotated.ts';
import { rowsOf } from '../data/annotations/sparse-rows.ts';
import { annotatedTogether } from '../data/annotations/split-by-identity.ts';
import { membersByValue } from '../data/members-by-value.ts';
import type { Searched } from './searched.ts';

/** Connected components can be dealt out to folds if none is larger than this share of all samples. */
const mostOfAll = 1 / 8;

/**
 * Group ids for cross-validation, [N]: samples with equal ids stay in one fold. The id is the class; with annotations
 * it is the connected component of the annotations, so that none is lost. Where one component is too large, it is the
 * identity, joined with the positives of its triplets. Samples with the same entry in `groups` (copies and scenes) stay
 * together too.
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
