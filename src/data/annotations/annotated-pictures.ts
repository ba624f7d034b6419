import { membersByValue } from '../members-by-value.ts';
import { type Supervision, supervision } from '../supervision/supervision.ts';
import type { Annotations } from './annotations.ts';
import { annotationsWithin } from './annotations-of.ts';

/** The kinds of annotations. */
export const annotationKinds = ['labels', 'pairs', 'triplets', 'groups'] as const;

/** A kind of annotations. */
export type AnnotationKind = (typeof annotationKinds)[number];

/**
 * Annotations of pictures, and where differences come from: `said` by the annotations, or `assumed` between any two
 * identities because no annotation says that two pictures differ (as in lists of groups).
 */
export type AnnotatedPictures = { readonly annotations: Annotations; readonly differences: 'said' | 'assumed' };

/**
 * Wraps annotations; `differences` follows from whether they name any.
 *
 * @example
 * annotatedPictures({ count: 4, groups: [[0, 1], [2, 3]] }).differences; // => 'assumed'
 * annotatedPictures({ count: 2, pairs: [{ a: 0, b: 1, same: false }] }).differences; // => 'said'
 */
export function annotatedPictures(annotations: Annotations): AnnotatedPictures {
  return { annotations, differences: saysDifferent(annotations) ? 'said' : 'assumed' };
}

/** The kinds of annotations that are present. */
export function kindsOf({ labels = [], pairs = [], triplets = [], groups = [] }: Annotations): AnnotationKind[] {
  const said = { labels: labels.filter((label) => label !== null), pairs, triplets, groups };
  return annotationKinds.filter((kind) => said[kind].length > 0);
}

/**
 * The supervision that follows from the annotations, with assumed differences if they name none.
 *
 * @example
 * const { areSame, areDifferent } = supervisionBy(annotatedPictures({ count: 4, groups: [[0, 1], [2, 3]] }));
 * areSame(0, 1); // => true
 * areDifferent(1, 2); // => true
 */
export function supervisionBy({ annotations, differences }: AnnotatedPictures): Supervision {
  const known = supervision(annotations);
  return differences === 'said' ? known : { ...known, areDifferent: (a, b) => !known.areSame(a, b) };
}

/**
 * The annotations of these pictures only, renumbered in the order of `members`. An annotation of a left-out picture is
 * moved to the first member of its identity, so that conclusions through left-out pictures stay.
 */
export function annotatedWithin(
  { annotations, differences }: AnnotatedPictures,
  members: readonly number[],
): AnnotatedPictures {
  const { pairs = [], triplets = [] } = annotations;
  const { identities, labels } = supervision(annotations);
  const isMember = new Set(members);
  const first = new Map(members.toReversed().map((member) => [identities.of[member], member] as const));
  const one = (picture: number) => (isMember.has(picture) ? picture : (first.get(identities.of[picture]) ?? picture));
  const followed = {
    ...annotations,
    labels,
    pairs: pairs.map(({ a, b, same }) => ({ a: one(a), b: one(b), same })),
    triplets: triplets.map((each) => ({
      anchor: one(each.anchor),
      positive: one(each.positive),
      negative: one(each.negative),
    })),
    groups: [...membersByValue(identities.of).values()].filter(({ length }) => length > 1),
  };
  return { annotations: annotationsWithin(followed, members), differences };
}

/** Whether a loss can be trained on them: there are triplets, or both same and different pairs. */
export function isTrainable({ annotations, differences }: AnnotatedPictures): boolean {
  const { count: pictures, triplets = [] } = annotations;
  if (triplets.length > 0) return true;
  const { count } = supervision(annotations).identities;
  return count < pictures && (differences === 'assumed' ? count > 1 : saysDifferent(annotations));
}

function saysDifferent({ labels = [], pairs = [], triplets = [] }: Annotations): boolean {
  const classes = new Set(labels.filter((label) => label !== null));
  return classes.size > 1 || triplets.length > 0 || pairs.some(({ same }) => !same);
}
