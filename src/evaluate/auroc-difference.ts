import { bootstrapInterval, type Clusters, resampleWeights } from '../metrics/bootstrap.ts';
import type { OpenSetScores } from '../metrics/evidence.ts';
import type { Interval } from '../metrics/interval.ts';
import { type Placements, pairwiseWinShare, placements } from '../metrics/placements.ts';
import type { Resampling } from './share-interval.ts';

/** AUROC of the first approach minus that of the second on the same pictures, with its 95 % interval. */
export type AurocDifference = { readonly auroc: number; readonly interval: Interval };

/**
 * Compares two AUROCs on the same pictures. The interval is a bootstrap: known pictures are resampled by whole groups,
 * strangers one by one, and both approaches get the same resample.
 */
export function aurocDifference(
  first: OpenSetScores,
  second: OpenSetScores,
  known: Clusters,
  { seed = 0 }: Resampling = {},
): AurocDifference {
  const [a, b] = [first, second].map((openness) => placements(openness.known, openness.strangers));
  const strangers = singletons(first.strangers.length);
  const interval = bootstrapInterval(
    (random) => winDifference(a, b, resampleWeights(known, random), resampleWeights(strangers, random)),
    { seed },
  );
  return { auroc: winDifference(a, b, ones(first.known.length), ones(strangers.count)), interval };
}

function winDifference(a: Placements, b: Placements, known: Float64Array, strangers: Float64Array): number {
  return pairwiseWinShare(a, known, strangers) - pairwiseWinShare(b, known, strangers);
}

function singletons(count: number): Clusters {
  return { count, of: Int32Array.from({ length: count }, (_, i) => i) };
}

function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}
