import { internalError } from '../../base/error.ts';
import type { Annotations } from '../annotations/annotations.ts';
import type { ChainLink } from './chains.ts';
import { type Components, componentsOf } from './components.ts';
import { type Contradiction, contradictionsOf } from './contradictions.ts';
import { type Knowledge, knowledgeOf } from './knowledge.ts';
import { sameSetsOf } from './same-sets.ts';

/** Everything that follows from the annotations of N pictures. */
export type Supervision = Knowledge & {
  readonly annotations: Annotations;
  /** Identities: pictures that are the same, directly or through a chain of pairs, groups and equal labels. */
  readonly identities: Components;
  /** The label of each picture [N], its own or that of its identity; null if neither has one. */
  readonly labels: readonly (string | null)[];
  /** All contradictions; empty in most data. They are not resolved: `requireConsistent` throws. */
  readonly contradictions: readonly Contradiction[];
  /** The shortest chain of annotations behind a contradiction; empty if it is about one picture. */
  chainOf(contradiction: Contradiction): readonly ChainLink[];
};

/**
 * Combines class labels, pairs, triplets, groups and any mixture of them. Sameness is transitive. Identities are
 * different if their labels differ or a pair says so. Triplets are relative: they neither join nor separate pictures,
 * and count for their two pairs of identities only if nothing else is known. Time O(n log n): about a second for a
 * million pairs.
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

/** The label of each identity; the first one if its labels contradict. */
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
  if (!fits) throw internalError(`annotations that do not fit ${count} pictures`);
}
