import { bootstrapInterval } from '../../metrics/bootstrap.ts';
import type { Interval } from '../../metrics/interval.ts';
import { mean } from '../../metrics/mean.ts';
import { wilson } from '../../metrics/wilson.ts';

/** The mean of one share (0..1) per unit, with its 95 % interval. */
export type UnitMean = { readonly estimate: number; readonly interval: Interval };

/**
 * The mean of the units' shares. Its interval resamples units; where all units agree it is Wilson's for as many trials
 * as there are units.
 */
export function unitMean(shares: ArrayLike<number>, seed: number): UnitMean {
  const estimate = mean(shares);
  const n = shares.length;
  const [low, high] = bootstrapInterval(
    ({ integer }) => {
      let total = 0;
      for (let draw = 0; draw < n; draw++) total += shares[integer(n)];
      return total / n;
    },
    { seed },
  );
  return { estimate, interval: low < high ? [low, high] : wilson(estimate * n, n) };
}
