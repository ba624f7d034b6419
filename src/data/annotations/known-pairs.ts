import { type Random, random } from '../../base/random.ts';
import { membersByValue } from '../members-by-value.ts';
import { supervision } from '../supervision/supervision.ts';
import type { AnnotatedPictures } from './annotated-pictures.ts';
import type { NumberedPair } from './annotations.ts';

/** At most this many pairs of a kind: more hardly change the result. */
const maxPerKind = 20_000;

/** At most this many pairs of one identity, or of two different ones, so that a large one does not dominate. */
const maxPerIdentity = 50;

/** If differences are assumed: the number of different pairs per same pair, and their least number. */
const assumed = { perSame: 10, least: 1000 } as const;

/**
 * The pairs of pictures whose answer is known, each once, with a < b: annotated pairs, pairs that follow through
 * chains, and from triplets (anchor, positive) as same and (anchor, negative) as different. If no annotation names a
 * difference, pictures of two identities count as different. The seed draws at most 50 pairs of one identity or of two
 * identities, and at most 20,000 of a kind. Only pictures with `isIncluded` are in a pair, but the annotations of all
 * pictures count.
 */
export function knownPairs(
  { annotations, differences }: AnnotatedPictures,
  seed: number,
  isIncluded: (picture: number) => boolean = () => true,
): NumberedPair[] {
  const draw = random(seed, 'pairs asked');
  const { of } = supervision(annotations).identities;
  const included = Array.from(of, (_, picture) => picture).filter(isIncluded);
  const members = new Map(
    Array.from(membersByValue(included.map((picture) => of[picture])), ([identity, positions]) => [
      identity,
      positions.map((position) => included[position]),
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
  const count = Math.min(maxPerKind, Math.max(assumed.least, assumed.perSame * same.length));
  const different =
    differences === 'said'
      ? distinct([
          ...triplets
            .filter(({ negative }) => isIncluded(negative))
            .map(({ anchor, negative }) => [anchor, negative] as const),
          ...saidDifferent(annotations.pairs ?? [], of, members, draw),
        ])
      : apartFrom(included, apart, count, draw);
  const few = (pairs: readonly PicturePair[]) => draw.shuffle(pairs).slice(0, maxPerKind);
  return [
    ...few(same).map(([a, b]) => ({ a, b, same: true })),
    ...few(different).map(([a, b]) => ({ a, b, same: false })),
  ];
}

/** Two pictures by their indices. */
type PicturePair = readonly [number, number];

/** Each pair once, the smaller index first. */
function distinct(pairs: readonly PicturePair[]): PicturePair[] {
  const known = new Map<string, PicturePair>();
  for (const [a, b] of pairs)
    if (a !== b) known.set(`${Math.min(a, b)} ${Math.max(a, b)}`, [Math.min(a, b), Math.max(a, b)]);
  return [...known.values()];
}

function pairsWithin(members: readonly number[], draw: Random): PicturePair[] {
  const all = (members.length * (members.length - 1)) / 2;
  if (all <= maxPerIdentity) return members.flatMap((a, i) => members.slice(i + 1).map((b): PicturePair => [a, b]));
  return drawn(maxPerIdentity, () => [members[draw.integer(members.length)], members[draw.integer(members.length)]]);
}

function pairsBetween(first: readonly number[], second: readonly number[], draw: Random): PicturePair[] {
  if (first.length * second.length <= maxPerIdentity)
    return first.flatMap((a) => second.map((b): PicturePair => [a, b]));
  return drawn(maxPerIdentity, () => [first[draw.integer(first.length)], second[draw.integer(second.length)]]);
}

/** Pairs between identities that an annotated pair makes different. */
function saidDifferent(
  pairs: readonly NumberedPair[],
  of: Int32Array,
  members: ReadonlyMap<number, readonly number[]>,
  draw: Random,
): PicturePair[] {
  const identities = distinct(pairs.flatMap(({ a, b, same }) => (same ? [] : [[of[a], of[b]] as const])));
  return identities.flatMap(([a, b]) => pairsBetween(members.get(a) ?? [], members.get(b) ?? [], draw));
}

function apartFrom(
  pictures: readonly number[],
  apart: (a: number, b: number) => boolean,
  wanted: number,
  draw: Random,
): PicturePair[] {
  const count = pictures.length;
  const few = (count * (count - 1)) / 2 <= 2 * wanted;
  const one = () => pictures[draw.integer(count)];
  const found = few
    ? pictures.flatMap((a, i) => pictures.slice(i + 1).map((b): PicturePair => [a, b]))
    : drawn(2 * wanted, () => [one(), one()]);
  return draw.shuffle(found.filter(([a, b]) => apart(a, b))).slice(0, wanted);
}

/** Up to `count` distinct pairs: fewer if draws repeat. */
function drawn(count: number, one: () => PicturePair): PicturePair[] {
  return distinct(Array.from({ length: count }, one));
}
