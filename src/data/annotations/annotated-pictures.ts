import { membersByValue } from '../members-by-value.ts';
import type { Annotations } from './annotations.ts';
import { annotationsWithin } from './annotations-of.ts';
import { type Supervision, supervision } from './supervision.ts';

/** The kinds of statements. */
export const annotationKinds = ['labels', 'pairs', 'triplets', 'groups'] as const;

/** A kind of statements. */
export type AnnotationKind = (typeof annotationKinds)[number];

/**
 * What is said of pictures, and what is made of its silence. Differences are `said`; or `assumed` between any two identities,
 * where nothing says of any two pictures that they differ, as in lists of what belongs together.
 */
export type AnnotatedPictures = { readonly annotations: Annotations; readonly differences: 'said' | 'assumed' };

/**
 * These statements as a testimony.
 *
 * @example
 * annotatedPictures({ count: 4, groups: [[0, 1], [2, 3]] }).differences; // => 'assumed'
 * annotatedPictures({ count: 2, pairs: [{ a: 0, b: 1, same: false }] }).differences; // => 'said'
 */
export function annotatedPictures(annotations: Annotations): AnnotatedPictures {
  return { annotations, differences: saysDifferent(annotations) ? 'said' : 'assumed' };
}

/** The kinds of statements that there are any of. */
export function kindsOf({ labels = [], pairs = [], triplets = [], groups = [] }: Annotations): AnnotationKind[] {
  const said = { labels: labels.filter((label) => label !== null), pairs, triplets, groups };
  return annotationKinds.filter((kind) => said[kind].length > 0);
}

/**
 * What follows from a testimony.
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
 * What is said of these pictures alone, renumbered in the order of `members`. What follows through pictures that are left out
 * still does: what is said of one of those is said of the first member of its identity instead.
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

/** Whether anything can be learned from it: some pictures are the same, or nearer than others, and some are not. */
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
