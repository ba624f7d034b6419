import { quantile } from '../metrics/quantile.ts';
import type { Copies } from './copies.ts';
import { risingRatio } from './isotonic.ts';
import { marginOf, type Votes } from './votes.ts';

/** How many labels look random, and which. */
export type ByChance = {
  /** Estimated share of random labels, 0..1; rather too high than too low. */
  readonly share: number;
  /** [N], probability that the label is random. */
  readonly wrong: Float32Array;
};

/**
 * Quantiles of the margins of random labels at which the share is estimated. Few right labels have margins beyond them.
 */
const depths = [0.1, 0.2, 0.3, 0.4, 0.5];

/** Number of standard errors added to counts, so that small data sets do not hide their wrong labels. */
const standardErrors = 2;

/**
 * Finds labels that look random. The margins of all labels (best other class minus given class) are a mixture f = (1 -
 * e) f_right + e f_chance, where f_chance is known: it is that of random labels. The share e is estimated where right
 * labels are rare (Storey 2002). The probability that a label is random is e f_chance / f (local false discovery rate,
 * Efron et al. 2001). A picture that is merely hard for the classifier does not look random, so data without wrong
 * labels keep all of them. In our measurements this found more wrong labels, with fewer mistakes, than confident
 * learning (Northcutt et al. 2021), which removes right labels of hard classes. It does not see one class that is
 * systematically labelled as a similar one. Copies of a picture count once.
 */
export function labelsByChance(votes: Votes, { of }: Pick<Copies, 'of'>): ByChance {
  const margins = Float64Array.from(votes.own, (_, index) => marginOf(votes, index));
  const observed = margins.filter((margin, index) => of[index] === index && Number.isFinite(margin)).sort();
  const drawn = Float64Array.from(votes.chance.data).sort();
  if (observed.length === 0) return { share: 0, wrong: new Float32Array(margins.length) };
  const share = Math.min(1, ...depths.map((depth) => shareBehind(depth, observed, drawn)));
  const ratio = risingRatio(observed, drawn);
  const wrongAt = (margin: number) => (Number.isFinite(margin) ? Math.min(1, share * ratio(margin)) : 0);
  return { share, wrong: Float32Array.from(margins, wrongAt) };
}

/**
 * The share of random labels, if all labels beyond the quantile `depth` of random margins were random. Too high by the
 * right labels beyond it.
 */
function shareBehind(depth: number, observed: Float64Array, drawn: Float64Array): number {
  const far = quantile(drawn, depth);
  const behind = observed.filter((margin) => margin > far).length;
  return (behind + standardErrors * Math.sqrt(behind + 1)) / observed.length / (1 - depth);
}
