import type { Sample } from '../dataset.ts';
import type { Embedded } from '../embedded.ts';
import { membersByValue } from '../members-by-value.ts';
import { type AnnotatedPictures, annotatedWithin } from './annotated-pictures.ts';
import type { NumberedPair } from './annotations.ts';
import { type Components, componentsOf } from './components.ts';
import { withNearness } from './hold-out-annotated.ts';
import { knownPairs } from './known-pairs.ts';
import { rowsOf } from './sparse-rows.ts';
import { supervision } from './supervision.ts';

/** What is said of pictures that could be read, as pairs to ask. */
export type StatedPairs = {
  readonly pairs: readonly NumberedPair[];
  /** The identity of each picture; an anchor counts as one with its positive. */
  readonly identities: Components;
  /** What never lies on both sides of a split: identities, and with them pictures of the same bytes. */
  readonly together: Components;
  /** Pairs left out because both pictures have the same bytes: they ask nothing. */
  readonly copies: number;
};

/** Options of asking. */
export type StatedPairsOptions = {
  readonly seed: number;
  /** Which pictures, by their places among those read, may be in a pair; absent: all. */
  readonly isIncluded?: (picture: number) => boolean;
};

/** The pairs that can be asked of the pictures that were read, out of those that a testimony numbers. */
export function statedPairs(
  { samples, hashes }: Pick<Embedded, 'samples' | 'hashes'>,
  numbered: readonly Sample[],
  annotated: AnnotatedPictures,
  { seed, isIncluded }: StatedPairsOptions,
): StatedPairs {
  const places = new Map(numbered.map((sample, place) => [sample, place]));
  const left = annotatedWithin(
    annotated,
    samples.flatMap((sample) => places.get(sample) ?? []),
  );
  const { identities } = supervision(withNearness(left).annotations);
  const wholes = [...membersByValue(identities.of).values(), ...membersByValue(hashes).values()];
  const asked = knownPairs(left, seed, isIncluded);
  const pairs = asked.filter(({ a, b }) => hashes[a] !== hashes[b]);
  return {
    pairs,
    identities,
    together: componentsOf(samples.length, rowsOf(wholes)),
    copies: asked.length - pairs.length,
  };
}
