import { type Matrix, takeRows } from '../base/matrix.ts';
import { type ByPictures, valueAt } from '../gallery/by-pictures.ts';
import { agreements } from './agreements.ts';

/** A picture that does not seem to show the same thing as the others. */
export type Outlier = {
  /** Its place among the pictures. */
  readonly index: number;
  /** The cosine of its features with the mean of those that are left, -1..1. */
  readonly similarity: number;
};

/**
 * The pictures that agree less with the others than `leastAgreement` allows, the least similar first. They are left out
 * one after another, as one outlier also spoils the agreement of the others. Fewer than half are left out, so none of
 * two: nobody could say which of them is wrong. `features` [N, E] of unit length.
 */
export function outliersAmong(features: Matrix, leastAgreement: ByPictures): Outlier[] {
  const outliers: Outlier[] = [];
  if (leastAgreement.length === 0) return outliers;
  const most = Math.ceil(features.rows / 2) - 1;
  let kept = [...Array(features.rows).keys()];
  while (outliers.length < most) {
    const found = agreements(takeRows(features, kept));
    const least = found.indexOf(Math.min(...found));
    if (found[least] >= valueAt(leastAgreement, kept.length)) break;
    outliers.push({ index: kept[least], similarity: found[least] });
    kept = kept.filter((_, position) => position !== least);
  }
  return outliers;
}
