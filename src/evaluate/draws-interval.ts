import { bootstrapInterval, type Clusters, resampleWeights } from '../metrics/bootstrap.ts';
import type { Interval } from '../metrics/interval.ts';
import { mean, weightedMean } from '../metrics/mean.ts';
import { wilson } from '../metrics/wilson.ts';

/**
 * 95 % interval of a mean over several draws of training pictures, all measured on the same N items. `draws`: [N]
 * numbers for each draw. The bootstrap resamples both the draws and the items (by whole clusters), as both could have
 * been others. If all resamples give the same mean, Wilson's interval for as many trials as there are clusters widens
 * it. The interval of a share lies within 0..1, that of a difference within -1..1.
 */
export function drawsInterval(
  draws: readonly ArrayLike<number>[],
  clusters: Clusters,
  { seed, kind }: { readonly seed: number; readonly kind: 'share' | 'difference' },
): Interval {
  const [low, high] = bootstrapInterval(
    (random) => {
      const weights = resampleWeights(clusters, random);
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
