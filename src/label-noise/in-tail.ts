import { quantile } from '../metrics/quantile.ts';
import type { Copies } from './copies.ts';
import { marginOf, type Votes } from './votes.ts';

/** Wrong labels are sought in this share of the labels, those with the largest margins. */
const tailShare = 0.15;

/** With fewer pictures than this, a tail cannot be estimated. */
const minTail = 20;

const rounds = 100;

/**
 * The probability that each label is wrong, [N], 0..1. For data with few wrong labels, also where one class is labelled
 * as a similar one. In the tail of the largest margins, margins of right labels fall off exponentially and those of
 * wrong labels are uniform. Both shares are estimated by expectation-maximisation (Dempster et al. 1977), the wrong one
 * reduced by two standard errors, so that small data sets do not raise false alarms. A label is also wrong if its
 * margin is so large that not one right label would be expected beyond it. A label that is the best class is right.
 */
export function labelsInTail(votes: Votes, { of }: Pick<Copies, 'of'>): Float32Array {
  const margins = Float64Array.from(votes.own, (_, index) => marginOf(votes, index));
  const distinct = margins.filter((margin, index) => of[index] === index && Number.isFinite(margin)).sort();
  const from = quantile(distinct, 1 - tailShare);
  const excesses = distinct.filter((margin) => margin > from).map((margin) => margin - from);
  if (excesses.length < minTail) return new Float32Array(margins.length);
  const wrongAt = tailModel(excesses);
  return Float32Array.from(margins, (margin) => (margin > 0 && margin > from ? wrongAt(margin - from) : 0));
}

/**
 * Fits the tail; gives the probability that an excess over the start of the tail belongs to a wrong label. `excesses`
 * are > 0 and sorted ascending.
 */
function tailModel(excesses: Float64Array): (excess: number) => number {
  const count = excesses.length;
  const width = excesses[count - 1];
  let scale = quantile(excesses, 0.5) / Math.LN2;
  let wrong = 0.1 * count;
  for (let round = 0; round < rounds; round++) {
    let right = 0;
    let sum = 0;
    for (const excess of excesses) {
      const share = 1 - uniformShare(excess, { scale, wrong, count, width });
      right += share;
      sum += share * excess;
    }
    scale = sum / right;
    wrong = count - right;
  }
  const careful = { scale, wrong: Math.max(0, wrong - 2 * Math.sqrt(wrong)), count, width };
  const slowest = scale * (1 + 1 / Math.sqrt(count - wrong));
  const expectedBeyond = (excess: number) => (count - wrong) * Math.exp(-excess / slowest);
  return (excess) => Math.max(uniformShare(excess, careful), Math.exp(-expectedBeyond(excess)));
}

/**
 * A fitted tail: right labels fall off exponentially with `scale`; `wrong` of `count` labels are uniform over `width`.
 */
type Tail = { readonly scale: number; readonly wrong: number; readonly count: number; readonly width: number };

function uniformShare(excess: number, { scale, wrong, count, width }: Tail): number {
  const evenly = wrong / width;
  const falling = ((count - wrong) / scale) * Math.exp(-excess / scale);
  return evenly / (evenly + falling);
}
