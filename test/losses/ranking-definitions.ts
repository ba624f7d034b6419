import type { rankingLosses } from '../../src/losses/ranking/catalogue.ts';
import { distance, meanOf, type WeightedBatch } from './weighted-batch.ts';

/** Every loss on rankings with its defaults, in loops over plain numbers. */
export const rankingDefinitions = {
  fastAp: ({ s, positive, negative }) => overAnchors(positive, (a) => fastPrecision(s[a], positive[a], negative[a])),
  histogram: ({ s, positive, negative }) => {
    const [h, k] = [histogramOf(s, positive), histogramOf(s, negative)];
    return k.reduce((sum, share, r) => sum + share * total(h.slice(0, r + 1)), 0);
  },
  smoothAp: ({ s, positive, negative }) =>
    overAnchors(positive, (a) => {
      const ranks = ranksOf(s[a], positive[a], negative[a]);
      return meanOf(ranks.map(({ among, overall }, i) => [among / overall, positive[a][i]]));
    }),
  recallAtK: ({ s, positive, negative }) =>
    overAnchors(positive, (a) => {
      const ranks = ranksOf(s[a], positive[a], negative[a]);
      const found = (k: number) => total(ranks.map(({ overall }, i) => positive[a][i] * sigmoid(k - overall)));
      return meanOf([1, 2, 4, 8, 16].map((k) => [Math.min(k, found(k)) / Math.min(k, total(positive[a])), 1]));
    }),
} satisfies Record<keyof typeof rankingLosses, (batch: WeightedBatch) => number>;

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** 1 less the mean of a measure over anchors that have positives; 0 where none has. */
function overAnchors(positive: WeightedBatch['positive'], measure: (a: number) => number): number {
  const anchors = positive.flatMap((row, a) => (total(row) > 0 ? [a] : []));
  return meanOf(anchors.map((a) => [1 - measure(a), 1]));
}

function fastPrecision(s: readonly number[], positive: readonly number[], negative: readonly number[]): number {
  const width = 4 / 10;
  let [sum, positivesUpTo, allUpTo] = [0, 0, 0];
  for (let l = 0; l <= 10; l++) {
    const pulse = s.map((cosine) => Math.max(0, 1 - Math.abs(distance(cosine) ** 2 - l * width) / width));
    const here = total(pulse.map((share, j) => share * positive[j]));
    positivesUpTo += here;
    allUpTo += here + total(pulse.map((share, j) => share * negative[j]));
    if (here > 0) sum += (here * positivesUpTo) / allUpTo;
  }
  return sum / total(positive);
}

/** The share of pairs at each of 101 nodes from -1 to 1; a pair is shared between the two nodes around it. */
function histogramOf(s: WeightedBatch['s'], weights: WeightedBatch['positive']): number[] {
  return Array.from({ length: 101 }, (_, r) => {
    const node = -1 + r / 50;
    return meanOf(
      s.flatMap((row, i) => row.map((x, j) => [Math.max(0, 1 - 50 * Math.abs(x - node)), weights[i][j]] as const)),
    );
  });
}

/** 1 + sum_j sigmoid((s_j - s_i) / 0.01), over positives and over all. */
function ranksOf(s: readonly number[], positive: readonly number[], negative: readonly number[]) {
  return s.map((own, i) => {
    const ahead = s.map((other, j) => (j === i ? 0 : sigmoid((other - own) / 0.01)));
    const among = 1 + total(ahead.map((share, j) => share * positive[j]));
    return { among, overall: among + total(ahead.map((share, j) => share * negative[j])) };
  });
}
