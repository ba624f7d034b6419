import { describe, expect, it } from 'vitest';
import { sub } from '../../src/graph/ops.ts';
import type { Comparisons } from '../../src/losses/comparisons.ts';
import type { RelationLoss } from '../../src/losses/embedding-loss.ts';
import { rankingLosses } from '../../src/losses/ranking/catalogue.ts';
import { smoothAp } from '../../src/losses/ranking/smooth-ap.ts';
import golden from '../golden/ranking-losses.json' with { type: 'json' };
import { someBatch } from './batches.ts';
import { expectClose, obeysTheLaws } from './laws.ts';
import { relationSubject, validated } from './subject.ts';
import { distance, meanOf, reweighed, type WeightedBatch, weightedBatch } from './weighted-batch.ts';

describe.each(Object.entries(rankingLosses))('the loss %s', (_, loss) => {
  obeysTheLaws(() => relationSubject(loss()));

  it('is at most 1', async () => {
    for (const seed of [1, 2, 3]) {
      const { value } = await validated(relationSubject(loss()), someBatch(seed));
      expect(value).toBeLessThanOrEqual(1);
    }
  });
});

const factories: Record<string, (options: never) => RelationLoss> = rankingLosses;

/** pytorch-metric-learning's Smooth-AP counts an anchor among its own positives. */
const seenBy: Readonly<Record<string, (comparisons: Comparisons) => Comparisons>> = {
  smoothAp: (comparisons) => ({ ...comparisons, positive: sub(1, comparisons.negative) }),
};

describe("ranking losses are pytorch-metric-learning's (recallAtK: PyTorch's, from the paper), value and gradient", () => {
  it.each(golden.cases)('$loss $options', async ({ loss, options, labels, value, gradient }) => {
    const subject = relationSubject(factories[loss](options as never), seenBy[loss]);
    const given = await validated(subject, { embeddings: golden.embeddings, labels });
    expectClose([given.value], [value], 3e-6);
    expectClose(given.gradient, gradient, 3e-6);
  });
});

describe.each(Object.entries(rankingLosses))('the loss %s, with any weights,', (name, loss) => {
  it.each([1, 2, 3])('is what its definition says, loop by loop, case %i', async (seed) => {
    const { value } = await validated(relationSubject(loss(), reweighed), someBatch(seed));
    expectClose([value], [definitions[name](weightedBatch(someBatch(seed)))]);
  });

  it('is the same where positives take no more columns than a class allows', async () => {
    const batch = { ...someBatch(1), labels: [0, 0, 0, 1, 1, 2, 2, 2] };
    const wide = await validated(relationSubject(loss()), batch);
    const narrow = await validated(
      relationSubject(loss(), (comparisons) => ({ ...comparisons, mostPositives: 2 })),
      batch,
    );
    expectClose([narrow.value], [wide.value], 1e-6);
    expectClose(narrow.gradient, wide.gradient, 1e-6);
  });
});

it('smoothAp and recallAtK are lowest where every positive is found first', async () => {
  const axes = [0, 1, 2, 3].map((d) => [0, 1, 2, 3, 4].map((i) => (i === d ? 1 : 0)));
  const apart = { labels: [0, 0, 1, 1, 2, 2, 3, 3], embeddings: [0, 0, 1, 1, 2, 2, 3, 3].map((c) => axes[c]) };
  const crossed = { ...apart, labels: [0, 1, 1, 2, 2, 3, 3, 0] };
  for (const loss of [smoothAp(), rankingLosses.recallAtK()]) {
    const [best, worst] = [
      await validated(relationSubject(loss), apart),
      await validated(relationSubject(loss), crossed),
    ];
    expect(best.value).toBeLessThan(worst.value - 0.3);
  }
  expect((await validated(relationSubject(smoothAp()), apart)).value).toBeLessThan(1e-5);
});

/** What each loss says with its defaults, in loops over plain numbers. */
const definitions: Readonly<Record<string, (batch: WeightedBatch) => number>> = {
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
};

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

/** The share of pairs at each of 101 nodes from -1 to 1, each pair being shared between the two that it lies between. */
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
