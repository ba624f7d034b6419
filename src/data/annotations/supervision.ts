import { internalError } from '../../base/error.ts';
import type { Annotations } from './annotations.ts';
import type { ChainLink } from './chains.ts';
import { type Components, componentsOf } from './components.ts';
import { type Contradiction, contradictionsOf } from './contradictions.ts';
import { type Knowledge, knowledgeOf } from './knowledge.ts';
import { sameSetsOf } from './same-sets.ts';

/** What follows from all statements about N pictures. */
export type Supervision = Knowledge & {
  readonly annotations: Annotations;
  /** Pictures that are the same, directly or through a chain of pairs, groups and equal labels: one identity each. */
  readonly identities: Components;
  /** The label of each picture, its own or that of its identity; null where none has one. */
  readonly labels: readonly (string | null)[];
  /** What cannot all be true; empty in most data. Nothing is resolved: `requireConsistent` refuses to go on. */
  readonly contradictions: readonly Contradiction[];
  /** The shortest chain of statements behind a contradiction; empty where it is about one picture. */
  chainOf(contradiction: Contradiction): readonly ChainLink[];
};

/**
 * One form for class labels, pairs, triplets, groups, and any mixture of them. Same is transitive; identities are different
 * where their labels differ or a pair says so. Triplets are relative: they join nothing and make nothing different, and count
 * for their two pairs of identities only where nothing else is known. Time grows with n log n: a million pairs take about a second.
 *
 * @example
 * const pairs = [
 *   { a: 0, b: 1, same: true },
 *   { a: 1, b: 2, same: true },
 *   { a: 2, b: 3, same: false },
 * ];
 * const known = supervision({ count: 4, pairs });
 * known.areSame(0, 2); // => true
 * known.areDifferent(0, 3); // => true
 */
export function supervision(annotations: Annotations): Supervision {
  checkNumbers(annotations);
  const sameSets = sameSetsOf(annotations);
  const identities = componentsOf(annotations.count, sameSets.members);
  const { all, chainOf } = contradictionsOf(annotations, sameSets, identities);
  const identityLabels = labelsOf(annotations, identities);
  return {
    ...knowledgeOf(annotations, identities, identityLabels),
    annotations,
    identities,
    labels: Array.from(identities.of, (identity) => identityLabels[identity]),
    contradictions: all,
    chainOf,
  };
}

/** The label of each identity; its first one where they contradict each other. */
function labelsOf({ labels = [] }: Annotations, { of, count }: Components): (string | null)[] {
  const found = new Array<string | null>(count).fill(null);
  labels.forEach((label, picture) => {
    found[of[picture]] ??= label;
  });
  return found;
}

function checkNumbers({ count, labels, pairs = [], triplets = [], groups = [] }: Annotations): void {
  const isPicture = (number: number) => Number.isInteger(number) && number >= 0 && number < count;
  const fits =
    (labels === undefined || labels.length === count) &&
    pairs.every(({ a, b }) => isPicture(a) && isPicture(b)) &&
    triplets.every(({ anchor, positive, negative }) => [anchor, positive, negative].every(isPicture)) &&
    groups.every((group) => group.every(isPicture));
  if (!fits) throw internalError(`statements that are not about ${count} pictures`);
}
