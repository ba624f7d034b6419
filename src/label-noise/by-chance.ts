import { quantile } from '../metrics/quantile.ts';
import type { Copies } from './copies.ts';
import { risingRatio } from './isotonic.ts';
import { marginOf, type Votes } from './votes.ts';

/** How far labels look as if drawn by chance. */
export type ByChance = {
  /** Estimated share of labels drawn by chance, 0..1; rather too much than too little. */
  readonly share: number;
  /** [N], probability that the label was. */
  readonly wrong: Float32Array;
};

/** Where the share is read off: few right labels are further behind the best class than so much of chance. */
const depths = [0.1, 0.2, 0.3, 0.4, 0.5];

/** So many standard errors are added to what is counted, so that few pictures do not hide what they hold. */
const standardErrors = 2;

/**
 * Labels are of two kinds, f = (1 - e) f_right + e f_chance, by how far they stay behind the best other class; what chance
 * looks like is known, for it can be drawn. The share e is read off where hardly any right label is (Storey 2002), and the
 * probability of each label to be one of chance is e f_chance / f (local false discovery rate, Efron et al. 2001). What a
 * classifier merely errs on does not look like chance: data without wrong labels keep all of them. By measurement it found
 * more, with fewer mistakes, than confident learning (Northcutt et al. 2021), which costs hard classes their right labels;
 * but one class taken for its like over and over it does not see. Copies of a picture count once.
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

/** The share if all labels further behind than `depth` of chance were of chance: too much by the right ones among them. */
function shareBehind(depth: number, observed: Float64Array, drawn: Float64Array): number {
  const far = quantile(drawn, depth);
  const behind = observed.filter((margin) => margin > far).length;
  return (behind + standardErrors * Math.sqrt(behind + 1)) / observed.length / (1 - depth);
}
