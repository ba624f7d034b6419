import { quantile } from '../metrics/quantile.ts';
import type { Copies } from './copies.ts';
import { marginOf, type Votes } from './votes.ts';

/** The pictures that stay behind furthest: among them wrong labels are sought. */
const tailShare = 0.15;

/** Of fewer pictures nobody can say how a tail falls. */
const leastTail = 20;

const rounds = 100;

/**
 * The probability of each label to be wrong, [N], 0..1, where few of many are, also where they were taken for a class that
 * is like theirs. Of the labels that stay behind furthest, right ones become ever rarer: their margins fall off
 * exponentially. Wrong ones lie anywhere among them. Both shares come from the data (expectation-maximisation; Dempster et
 * al. 1977), less two standard errors, so that few pictures do not accuse each other. A label that stays so far behind that
 * not one right label of all would be expected there is wrong as well. A label that is the best class is right.
 */
export function labelsInTail(votes: Votes, { of }: Pick<Copies, 'of'>): Float32Array {
  const margins = Float64Array.from(votes.own, (_, index) => marginOf(votes, index));
  const distinct = margins.filter((margin, index) => of[index] === index && Number.isFinite(margin)).sort();
  const from = quantile(distinct, 1 - tailShare);
  const excesses = distinct.filter((margin) => margin > from).map((margin) => margin - from);
  if (excesses.length < leastTail) return new Float32Array(margins.length);
  const wrongAt = tailModel(excesses);
  return Float32Array.from(margins, (margin) => (margin > 0 && margin > from ? wrongAt(margin - from) : 0));
}

/** The probability that an excess over the beginning of the tail is that of a wrong label. `excesses` ascend, > 0. */
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

/** A tail: right labels fall off with `scale`, `wrong` of `count` lie evenly over `width`. */
type Tail = { readonly scale: number; readonly wrong: number; readonly count: number; readonly width: number };

function uniformShare(excess: number, { scale, wrong, count, width }: Tail): number {
  const evenly = wrong / width;
  const falling = ((count - wrong) / scale) * Math.exp(-excess / scale);
  return evenly / (evenly + falling);
}
