import { type AnnotatedPictures, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { withNearness } from '../data/annotations/hold-out-annotated.ts';
import { annotatedTogether } from '../data/annotations/split-by-identity.ts';
import { membersByValue } from '../data/members-by-value.ts';
import { componentsOf } from '../data/supervision/components.ts';
import { rowsOf } from '../data/supervision/sparse-rows.ts';
import type { SearchData } from './search-data.ts';

/** Connected components can be dealt out to folds if none is larger than this share of all samples. */
const maxShare = 1 / 8;

/**
 * Group ids for cross-validation, [N]: samples with equal ids stay in one fold. The id is the class; with annotations
 * it is the connected component of the annotations, so that none is lost. Where a component is too large, the
 * identities are used instead, joined where triplets say that they are near. Samples with the same entry in `groups`
 * (copies and scenes) stay together too.
 */
export function groupIdsOf({ labels, annotated = null, groups = [] }: Omit<SearchData, 'embeddings'>): Int32Array {
  return annotated === null ? labels : annotatedGroupIds(annotated, groups);
}

function annotatedGroupIds(annotated: AnnotatedPictures, groups: readonly (string | null)[]): Int32Array {
  const { identities, annotations } = supervisionBy(annotated);
  const together = (identity: Int32Array, more: readonly number[][]) => {
    const sets = [...membersByValue(identity).values(), ...membersByValue(groups).values(), ...more];
    return componentsOf(annotations.count, rowsOf(sets));
  };
  const { of, count } = together(identities.of, annotatedTogether(annotations));
  const sizes = new Int32Array(count);
  for (const group of of) sizes[group]++;
  if (sizes.every((size) => size <= maxShare * annotations.count)) return of;
  return together(supervisionBy(withNearness(annotated)).identities.of, []).of;
}
