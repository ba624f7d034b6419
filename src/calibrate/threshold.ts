import type { Threshold } from '../gallery/gallery.ts';
import { quantile } from '../metrics/quantile.ts';

/**
 * The share of pictures of known classes that the default threshold refuses (0..1), so that fewer strangers are
 * accepted.
 */
export const refusedShare = 0.05;

/**
 * The threshold that accepts all but the share `refused` (0..1) of these similarities. Each is the similarity of a
 * held-out picture to its own class, and neither projection nor head was fitted on that picture. Needs at least one.
 */
export function thresholdFromOwn(similarities: readonly number[], refused: number = refusedShare): Threshold {
  return {
    value: quantile(inOrder(similarities), refused),
    source: `the ${refused} quantile of ${similarities.length} held-out pictures' similarities`,
  };
}

/**
 * The threshold for galleries with one picture per class, where none can be held out. It lies above all but the share
 * `refused` of the similarities between pictures of different classes. It gives no estimate of how many pictures of
 * known classes will be accepted.
 */
export function thresholdFromOthers(similarities: readonly number[], refused: number = refusedShare): Threshold {
  const { length } = similarities;
  return {
    value: quantile(inOrder(similarities), 1 - refused),
    source: `the ${1 - refused} quantile of ${length} similarities between classes: none has a picture to hold out`,
  };
}

/** The threshold for a gallery of a single picture: half way between unrelated (0) and identical (1). */
export const thresholdByGuess: Threshold = { value: 0.5, source: 'a guess: one picture says nothing of others' };

function inOrder(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
