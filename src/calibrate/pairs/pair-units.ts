import type { NumberedPair } from '../../data/annotations/annotations.ts';
import { membersByValue } from '../../data/members-by-value.ts';
import type { ScoredUnit, ThresholdPromise } from '../promises/promise.ts';

/** A pair of pictures with their cosine. */
export type ComparedPair = NumberedPair & { readonly similarity: number };

/**
 * The units that carry a promise about pairs. Every identity is in one unit at most, so that units are independent
 * wherever identities are drawn independently: pairs that share an identity are not. For `accept` a unit is an identity
 * with its same pairs. For `false-accept` it is two identities with the different pairs between them, chosen greedily
 * (Karp and Sipser 1981: those with the fewest partners first), without a look at similarities; `of` gives the identity
 * of each picture. Different pairs of identities that are matched already are left out.
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
  const between = ({ a, b }: ComparedPair) => [of[a], of[b]].sort((x, y) => x - y).join(' ');
  const links = [...new Map(different.map((pair) => [between(pair), [of[pair.a], of[pair.b]] as const]))];
  const partners = new Map<number, number>();
  for (const [, ends] of links) for (const end of ends) partners.set(end, (partners.get(end) ?? 0) + 1);
  const fewest = ([, [a, b]]: (typeof links)[number]) => Math.min(partners.get(a) ?? 0, partners.get(b) ?? 0);
  const matched = new Set<number>();
  const chosen = new Set<string>();
  for (const [link, [a, b]] of links.toSorted((x, y) => fewest(x) - fewest(y))) {
    if (matched.has(a) || matched.has(b)) continue;
    matched.add(a).add(b);
    chosen.add(link);
  }
  return unitsBy(
    different.filter((pair) => chosen.has(between(pair))),
    between,
  );
}

function unitsBy<K>(pairs: readonly ComparedPair[], keyOf: (pair: ComparedPair) => K): ScoredUnit[] {
  return Array.from(membersByValue(pairs.map(keyOf)).values(), (members) => ({
    scores: members.map((index) => pairs[index].similarity),
  }));
}
