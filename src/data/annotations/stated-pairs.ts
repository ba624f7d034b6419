import type { Sample } from '../dataset.ts';
import type { Embedded } from '../embedding/embedded.ts';
import { membersByValue } from '../members-by-value.ts';
import { type Components, componentsOf } from '../supervision/components.ts';
import { rowsOf } from '../supervision/sparse-rows.ts';
import { supervision } from '../supervision/supervision.ts';
import { type AnnotatedPictures, annotatedWithin } from './annotated-pictures.ts';
import type { NumberedPair } from './annotations.ts';
import { withNearness } from './hold-out-annotated.ts';
import { knownPairs } from './known-pairs.ts';

/** Annotated pairs of the pictures that could be read. */
export type StatedPairs = {
  readonly pairs: readonly NumberedPair[];
  /** The identity of each picture; an anchor and its positive count as one identity. */
  readonly identities: Components;
  /** What stays on one side of a split: identities, joined with pictures of the same bytes. */
  readonly together: Components;
  /** The number of pairs left out because both pictures have the same bytes. */
  readonly copies: number;
};

/** Options of `statedPairs`. */
export type StatedPairsOptions = {
  readonly seed: number;
  /** Whether a picture (its index among those read) may be in a pair; default: all. */
  readonly isIncluded?: (picture: number) => boolean;
};

/** The known pairs of the pictures that were read; `numbered[i]` is picture i of the annotations. */
export function statedPairs(
  { samples, hashes }: Pick<Embedded, 'samples' | 'hashes'>,
  numbered: readonly Sample[],
  annotated: AnnotatedPictures,
  { seed, isIncluded }: StatedPairsOptions,
): StatedPairs {
  const indices = new Map(numbered.map((sample, index) => [sample, index]));
  const left = annotatedWithin(
    annotated,
    samples.flatMap((sample) => indices.get(sample) ?? []),
  );
  const { identities } = supervision(withNearness(left).annotations);
  const wholes = [...membersByValue(identities.of).values(), ...membersByValue(hashes).values()];
  const known = knownPairs(left, seed, isIncluded);
  const pairs = known.filter(({ a, b }) => hashes[a] !== hashes[b]);
  return {
    pairs,
    identities,
    together: componentsOf(samples.length, rowsOf(wholes)),
    copies: known.length - pairs.length,
  };
}
