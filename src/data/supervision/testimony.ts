import { membersByValue } from '../members-by-value.ts';
import type { Statements } from './statements.ts';
import { statementsWithin } from './statements-of.ts';
import { type Supervision, supervision } from './supervision.ts';

/** The kinds of statements. */
export const statementKinds = ['labels', 'pairs', 'triplets', 'groups'] as const;

/** A kind of statements. */
export type StatementKind = (typeof statementKinds)[number];

/**
 * What is said of pictures, and what is made of its silence. Differences are `said`; or `assumed` between any two identities,
 * where nothing says of any two pictures that they differ, as in lists of what belongs together.
 */
export type Testimony = { readonly statements: Statements; readonly differences: 'said' | 'assumed' };

/** These statements as a testimony. */
export function testimonyOf(statements: Statements): Testimony {
  return { statements, differences: saysDifferent(statements) ? 'said' : 'assumed' };
}

/** The kinds of statements that there are any of. */
export function kindsOf({ labels = [], pairs = [], triplets = [], groups = [] }: Statements): StatementKind[] {
  const said = { labels: labels.filter((label) => label !== null), pairs, triplets, groups };
  return statementKinds.filter((kind) => said[kind].length > 0);
}

/** What follows from a testimony. */
export function supervisionBy({ statements, differences }: Testimony): Supervision {
  const known = supervision(statements);
  return differences === 'said' ? known : { ...known, areDifferent: (a, b) => !known.areSame(a, b) };
}

/**
 * What is said of these pictures alone, renumbered in the order of `members`. What follows through pictures that are left out
 * still does: what is said of one of those is said of the first member of its identity instead.
 */
export function testimonyWithin({ statements, differences }: Testimony, members: readonly number[]): Testimony {
  const { pairs = [], triplets = [] } = statements;
  const { identities, labels } = supervision(statements);
  const isMember = new Set(members);
  const first = new Map(members.toReversed().map((member) => [identities.of[member], member] as const));
  const one = (picture: number) => (isMember.has(picture) ? picture : (first.get(identities.of[picture]) ?? picture));
  const followed = {
    ...statements,
    labels,
    pairs: pairs.map(({ a, b, same }) => ({ a: one(a), b: one(b), same })),
    triplets: triplets.map((each) => ({
      anchor: one(each.anchor),
      positive: one(each.positive),
      negative: one(each.negative),
    })),
    groups: [...membersByValue(identities.of).values()].filter(({ length }) => length > 1),
  };
  return { statements: statementsWithin(followed, members), differences };
}

/** Whether anything can be learned from it: some pictures are the same, or nearer than others, and some are not. */
export function teaches({ statements, differences }: Testimony): boolean {
  const { count: pictures, triplets = [] } = statements;
  if (triplets.length > 0) return true;
  const { count } = supervision(statements).identities;
  return count < pictures && (differences === 'assumed' ? count > 1 : saysDifferent(statements));
}

function saysDifferent({ labels = [], pairs = [], triplets = [] }: Statements): boolean {
  const classes = new Set(labels.filter((label) => label !== null));
  return classes.size > 1 || triplets.length > 0 || pairs.some(({ same }) => !same);
}
