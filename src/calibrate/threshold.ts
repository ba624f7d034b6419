import type { Threshold } from '../gallery/gallery.ts';

/** Share of own pictures that the default threshold gives up, to keep strangers out. */
export const REFUSED_SHARE = 0.05;

/**
 * The threshold that accepts all but `refused` (0..1) of these similarities: own pictures of known classes, each to
 * its own class, that neither metric nor head was fitted on. Throws nothing; needs at least one.
 */
export function thresholdFromOwn(similarities: readonly number[], refused: number = REFUSED_SHARE): Threshold {
  return {
    value: quantile(similarities, refused),
    source: `the ${refused} quantile of ${similarities.length} held-out pictures' similarities to their own class`,
  };
}

/**
 * Where no own picture can be held out (one picture a class): above all but `refused` of the similarities between
 * pictures of different classes. Says nothing of how many own pictures will pass.
 */
export function thresholdFromOthers(similarities: readonly number[], refused: number = REFUSED_SHARE): Threshold {
  return {
    value: quantile(similarities, 1 - refused),
    source: `the ${1 - refused} quantile of ${similarities.length} similarities between different classes, for no class has a picture to hold out`,
  };
}

/** The q quantile (0..1) with linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
