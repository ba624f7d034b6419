import type { Threshold } from '../gallery/threshold.ts';
import { quantile } from '../metrics/quantile.ts';

/** Share of own pictures that the default threshold gives up, to keep strangers out. */
export const refusedShare = 0.05;

/**
 * The threshold that accepts all but `refused` (0..1) of these similarities: own pictures, each to its
 * nearest class, that neither projection nor head was fitted on. Needs at least one.
 */
export function thresholdFromOwn(similarities: readonly number[], refused: number = refusedShare): Threshold {
  return {
    value: quantile(inOrder(similarities), refused),
    source: `the ${refused} quantile of ${similarities.length} held-out pictures' similarities`,
  };
}

/**
 * Where no own picture can be held out (one picture a class): above all but `refused` of the similarities between
 * pictures of different classes. Says nothing of how many own pictures will pass.
 */
export function thresholdFromOthers(similarities: readonly number[], refused: number = refusedShare): Threshold {
  return {
    value: quantile(inOrder(similarities), 1 - refused),
    source: `the ${1 - refused} quantile of ${similarities.length} similarities between classes: none has a picture to hold out`,
  };
}

/** With one picture there is nothing to go by: half way between unrelated and the same. */
export const thresholdByGuess: Threshold = { value: 0.5, source: 'a guess: one picture says nothing of others' };

function inOrder(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
