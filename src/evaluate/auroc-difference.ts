import { bootstrapInterval, type Clusters, resampled } from '../metrics/bootstrap.ts';
import type { Openness } from '../metrics/evidence.ts';
import type { Interval } from '../metrics/interval.ts';
import { type Placements, placements, winShare } from '../metrics/placements.ts';
import type { Resampling } from './share-interval.ts';

/** AUROC of `first` minus that of `second`, whose scores are of the same pictures, with its 95 % interval. */
export type AurocDifference = { readonly auroc: number; readonly interval: Interval };

/**
 * Compares two AUROCs on the same pictures: known ones are resampled by whole groups, strangers one by one, and both
 * approaches see the same resample.
 */
export function aurocDifference(
  first: Openness,
  second: Openness,
  known: Clusters,
  { seed = 0 }: Resampling = {},
): AurocDifference {
  const [a, b] = [first, second].map((openness) => placements(openness.known, openness.strangers));
  const strangers = alone(first.strangers.length);
  const interval = bootstrapInterval(
    (random) => winDifference(a, b, resampled(known, random), resampled(strangers, random)),
    { seed },
  );
  return { auroc: winDifference(a, b, ones(first.known.length), ones(strangers.count)), interval };
}

function winDifference(a: Placements, b: Placements, known: Float64Array, strangers: Float64Array): number {
  return winShare(a, known, strangers) - winShare(b, known, strangers);
}

function alone(count: number): Clusters {
  return { count, of: Int32Array.from({ length: count }, (_, i) => i) };
}

function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}
