import { bootstrapInterval, type Clusters, resampleWeights } from '../metrics/bootstrap.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean, weightedMean } from '../metrics/mean.ts';
import { newcombe } from '../metrics/newcombe.ts';
import { type PairedCounts, pairedCounts } from '../metrics/paired-counts.ts';
import { wilson } from '../metrics/wilson.ts';

/** Seed of the bootstrap, which is used if pictures come in groups. */
export type Resampling = { readonly seed?: number };

/**
 * 95 % interval of the share of ones in `right`, [N] of 1 or 0: Wilson's if every picture stands alone, else a
 * bootstrap of whole groups. If all resamples give the same share, Wilson's for as many trials as there are groups.
 */
export function shareInterval(right: Uint8Array, clusters: Clusters, { seed = 0 }: Resampling = {}): Interval {
  const trials = clusters.count;
  if (trials === right.length) return wilson(sum(right), trials);
  const [low, high] = bootstrapInterval((random) => weightedMean(right, resampleWeights(clusters, random)), { seed });
  return low < high ? [low, high] : wilson(mean(right) * trials, trials);
}

/**
 * 95 % interval of the share of `first` minus that of `second` on the same pictures, both [N] of 1 or 0: Newcombe's if
 * every picture stands alone, else a bootstrap of whole groups. If all resamples give the same difference, Newcombe's
 * with counts scaled down to the number of groups.
 */
export function differenceInterval(
  first: Uint8Array,
  second: Uint8Array,
  clusters: Clusters,
  { seed = 0 }: Resampling = {},
): Interval {
  const counts = pairedCounts(first, second);
  const trials = clusters.count;
  if (trials === first.length) return newcombe(counts);
  const differences = Int8Array.from(first, (right, i) => right - second[i]);
  const [low, high] = bootstrapInterval((random) => weightedMean(differences, resampleWeights(clusters, random)), {
    seed,
  });
  return low < high ? [low, high] : newcombe(scaled(counts, trials / first.length));
}

function scaled({ both, onlyFirst, onlySecond, neither }: PairedCounts, scale: number): PairedCounts {
  return {
    both: both * scale,
    onlyFirst: onlyFirst * scale,
    onlySecond: onlySecond * scale,
    neither: neither * scale,
  };
}

function sum(values: Uint8Array): number {
  return values.reduce((total, value) => total + value, 0);
}
