import { type UnitMean, unitMean } from '../promises/unit-mean.ts';
import { type ComparedPair, pairUnits } from './pair-units.ts';

/** The shares of same and of different pairs that a threshold accepts, with 95 % intervals by resampling units. */
export type AchievedOnPairs = { readonly accept: UnitMean; readonly falseAccept: UnitMean };

/**
 * What a threshold accepts of the pairs that it was chosen by: means over the units of both promises. `of` is the
 * identity of each picture. Both kinds of pairs must occur.
 */
export function achievedOnPairs(
  pairs: readonly ComparedPair[],
  of: ArrayLike<number>,
  threshold: number,
  seed: number,
): AchievedOnPairs {
  const accepted = (kind: 'accept' | 'false-accept') =>
    unitMean(
      pairUnits(kind, pairs, of).map(({ scores }) => {
        const all = Array.from(scores);
        return all.filter((score) => score >= threshold).length / all.length;
      }),
      seed,
    );
  return { accept: accepted('accept'), falseAccept: accepted('false-accept') };
}
