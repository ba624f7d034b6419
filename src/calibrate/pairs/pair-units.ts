import type { NumberedPair } from '../../data/annotations/annotations.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import type { ScoredUnit, ThresholdPromise } from '../promises/promise.ts';
import { type Link, matching } from './matching.ts';

/** A pair of pictures with their cosine. */
export type ComparedPair = NumberedPair & { readonly similarity: number };

/**
 * The units that carry a promise about pairs. Every identity is in one unit at most, so that units are independent
 * wherever identities are drawn independently: pairs that share an identity are not. For `accept` a unit is an identity
 * with its same pairs. For `false-accept` it is two identities with the different pairs between them, matched without a
 * look at similarities; other different pairs are left out. `of` gives the identity of each picture.
 */
export function pairUnits(
  kind: ThresholdPromise['kind'],
  pairs: readonly ComparedPair[],
  of: ArrayLike<number>,
): ScoredUnit[] {
  return kind === 'accept' ? sameUnits(pairs, of) : differentUnits(pairs, of);
}

function sameUnits(pairs: readonly ComparedPair[], of: ArrayLike<number>): ScoredUnit[] {
  const same = pairs.filter((pair) => pair.same);
  return unitsBy(same, ({ a }) => of[a]);
}

function differentUnits(pairs: readonly ComparedPair[], of: ArrayLike<number>): ScoredUnit[] {
  const different = pairs.filter(({ same, a, b }) => !same && of[a] !== of[b]);
  const linkOf = ({ a, b }: ComparedPair): Link => [of[a], of[b]];
  const between = (pair: ComparedPair) => linkName(linkOf(pair));
  const links = [...new Map(different.map((pair) => [between(pair), linkOf(pair)])).values()];
  const chosen = new Set(matching(links).map(linkName));
  return unitsBy(
    different.filter((pair) => chosen.has(between(pair))),
    between,
  );
}

function linkName([a, b]: Link): string {
  return `${Math.min(a, b)} ${Math.max(a, b)}`;
}

function unitsBy<K>(pairs: readonly ComparedPair[], keyOf: (pair: ComparedPair) => K): ScoredUnit[] {
  return Array.from(membersByValue(pairs.map(keyOf)).values(), (members) => ({
    scores: members.map((index) => pairs[index].similarity),
  }));
}
