import { type Random, random } from '../../base/random.ts';
import { membersByValue } from '../members-by-value.ts';
import type { AnnotatedPictures } from './annotated-pictures.ts';
import type { NumberedPair } from './annotations.ts';
import { supervision } from './supervision.ts';

/** More pairs of a kind say hardly more. */
const mostOfKind = 20_000;

/** Of one identity, or of two that differ: a large one shall not outweigh the others. */
const mostEach = 50;

/**
 * Where all identities are taken to differ: so many different pairs for each that is the same, and at least so many.
 */
const assumed = { perSame: 10, least: 1000 } as const;

/**
 * Pairs of pictures whose answer is known, each once, `a` before `b`: those that are said to be the same or different,
 * what follows from them through chains, and of triplets (anchor, positive) as the same and (anchor, negative) as
 * different. Where nothing is said to differ, pictures of two identities count as different. Of many the seed draws: at
 * most 50 of an identity or of two identities, at most 20,000 of a kind. Only pictures that `isAsked` names are in a
 * pair, though what is said of others counts.
 */
export function knownPairs(
  { annotations, differences }: AnnotatedPictures,
  seed: number,
  isIncluded: (picture: number) => boolean = () => true,
): NumberedPair[] {
  const draw = random(seed, 'pairs asked');
  const { of } = supervision(annotations).identities;
  const asked = Array.from(of, (_, picture) => picture).filter(isIncluded);
  const members = new Map(
    Array.from(membersByValue(asked.map((picture) => of[picture])), ([identity, places]) => [
      identity,
      places.map((place) => asked[place]),
    ]),
  );
  const triplets = (annotations.triplets ?? []).filter(({ anchor }) => isIncluded(anchor));
  const same = distinct([
    ...triplets
      .filter(({ positive }) => isIncluded(positive))
      .map(({ anchor, positive }) => [anchor, positive] as const),
    ...[...members.values()].flatMap((own) => pairsWithin(own, draw)),
  ]);
  const apart = (a: number, b: number) => of[a] !== of[b];
  const count = Math.min(mostOfKind, Math.max(assumed.least, assumed.perSame * same.length));
  const different =
    differences === 'said'
      ? distinct([
          ...triplets
            .filter(({ negative }) => isIncluded(negative))
            .map(({ anchor, negative }) => [anchor, negative] as const),
          ...saidDifferent(annotations.pairs ?? [], of, members, draw),
        ])
      : apartFrom(asked, apart, count, draw);
  const few = (pairs: readonly Places[]) => draw.shuffle(pairs).slice(0, mostOfKind);
  return [
    ...few(same).map(([a, b]) => ({ a, b, same: true })),
    ...few(different).map(([a, b]) => ({ a, b, same: false })),
  ];
}

/** Two pictures by their numbers. */
type Places = readonly [number, number];

/** Each once, the smaller number first. */
function distinct(pairs: readonly Places[]): Places[] {
  const known = new Map<string, Places>();
  for (const [a, b] of pairs)
    if (a !== b) known.set(`${Math.min(a, b)} ${Math.max(a, b)}`, [Math.min(a, b), Math.max(a, b)]);
  return [...known.values()];
}

function pairsWithin(members: readonly number[], draw: Random): Places[] {
  const all = (members.length * (members.length - 1)) / 2;
  if (all <= mostEach) return members.flatMap((a, i) => members.slice(i + 1).map((b): Places => [a, b]));
  return drawn(mostEach, () => [members[draw.integer(members.length)], members[draw.integer(members.length)]]);
}

function pairsBetween(first: readonly number[], second: readonly number[], draw: Random): Places[] {
  if (first.length * second.length <= mostEach) return first.flatMap((a) => second.map((b): Places => [a, b]));
  return drawn(mostEach, () => [first[draw.integer(first.length)], second[draw.integer(second.length)]]);
}

/** What pairs say, of all pictures of the two identities. */
function saidDifferent(
  pairs: readonly NumberedPair[],
  of: Int32Array,
  members: ReadonlyMap<number, readonly number[]>,
  draw: Random,
): Places[] {
  const identities = distinct(pairs.flatMap(({ a, b, same }) => (same ? [] : [[of[a], of[b]] as const])));
  return identities.flatMap(([a, b]) => pairsBetween(members.get(a) ?? [], members.get(b) ?? [], draw));
}

function apartFrom(
  pictures: readonly number[],
  apart: (a: number, b: number) => boolean,
  wanted: number,
  draw: Random,
): Places[] {
  const count = pictures.length;
  const few = (count * (count - 1)) / 2 <= 2 * wanted;
  const one = () => pictures[draw.integer(count)];
  const found = few
    ? pictures.flatMap((a, i) => pictures.slice(i + 1).map((b): Places => [a, b]))
    : drawn(2 * wanted, () => [one(), one()]);
  return draw.shuffle(found.filter(([a, b]) => apart(a, b))).slice(0, wanted);
}

/** About so many distinct pairs: fewer where draws repeat. */
function drawn(count: number, one: () => Places): Places[] {
  return distinct(Array.from({ length: count }, one));
}
