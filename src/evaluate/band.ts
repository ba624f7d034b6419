import { bootstrapInterval, type Clusters, resampled } from '../metrics/bootstrap.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean, weightedMean } from '../metrics/mean.ts';
import { wilson } from '../metrics/wilson.ts';

/**
 * 95 % interval of the mean over draws of what was measured on the same items each time, [N] numbers a draw: both the
 * draws and the items (whole clusters of them) are resampled, as other pictures could have been had to learn from and to
 * measure on. Where no resample differs it is widened by Wilson's interval of a share on as many trials as there are
 * clusters, within -1 and 1 for differences, 0 and 1 for shares.
 */
export function band(
  draws: readonly ArrayLike<number>[],
  clusters: Clusters,
  { seed, kind }: { readonly seed: number; readonly kind: 'share' | 'difference' },
): Interval {
  const [low, high] = bootstrapInterval(
    (random) => {
      const weights = resampled(clusters, random);
      const means = draws.map((values) => weightedMean(values, weights));
      return mean(means.map(() => means[random.integer(means.length)]));
    },
    { seed, rounds: 500 },
  );
  if (low < high) return [low, high];
  if (kind === 'share') return wilson(low * clusters.count, clusters.count);
  const [, reach] = wilson(0, clusters.count);
  return [Math.max(-1, low - reach), Math.min(1, low + reach)];
}
