import { describe, expect, test } from 'vitest';
import { takeRows } from '../../../src/base/matrix.ts';
import { classBootstrap } from '../../../src/evaluate/embedding/class-bootstrap.ts';
import { classOrder } from '../../../src/evaluate/embedding/class-order.ts';
import { compareAll } from '../../../src/evaluate/embedding/compare-all.ts';
import { scoredPairs, weightedPairs } from '../../../src/evaluate/embedding/pair-scores.ts';
import { rankingByClass } from '../../../src/evaluate/embedding/ranking-by-class.ts';
import { differentPairs, samePairs } from '../../../src/evaluate/embedding/sampled-pairs.ts';
import { typedProduct } from '../../../src/linalg/product.ts';
import { mean, sum } from '../../../src/metrics/mean.ts';
import { verificationAuroc } from '../../../src/metrics/verification-auroc.ts';
import { labelledVectors } from './labelled-vectors.ts';

const { vectors, labels } = labelledVectors([8, 6, 5, 4, 3, 2, 1]);
const order = classOrder(labels);
const ones = new Float64Array(7).fill(1);

test('draws as many classes as there are, in as many rounds as asked', async () => {
  const { drawn, most } = await classBootstrap(7, (w) => ({ drawn: sum(w), most: Math.max(...w) }), { rounds: 50 });
  expect([...drawn]).toEqual(new Array(50).fill(7));
  expect(Math.max(...most)).toBeGreaterThan(1);
});

test('its spread is that of means over classes', async () => {
  const values = Float64Array.from({ length: 100 }, (_, c) => (c % 4 === 0 ? 1 : 0));
  const share = (w: Float64Array) => ({ share: w.reduce((sum, weight, c) => sum + weight * values[c], 0) / 100 });
  const { share: draws } = await classBootstrap(100, share, { rounds: 2000 });
  const centre = mean(draws);
  expect(centre).toBeCloseTo(0.25, 2);
  expect(Math.sqrt(mean(draws.map((value) => (value - centre) ** 2)))).toBeCloseTo(Math.sqrt((0.25 * 0.75) / 100), 2);
});

describe('rankings by class', () => {
  test('are the means over the queries where each class counts once, singletons left out', async () => {
    const { rankings } = await compareAll(vectors, order, { product: typedProduct });
    const queries = [...order.classOf.keys()].filter(
      (p) => order.classOf.filter((c) => c === order.classOf[p]).length > 1,
    );
    const all = rankingByClass(rankings, order)(ones);
    expect(all.mapAtR).toBeCloseTo(mean(queries.map((p) => rankings.averagePrecisionAtR[p])), 12);
    expect(all.recallAt2).toBeCloseTo(mean(queries.map((p) => (rankings.firstPlaces[p] <= 2 ? 1 : 0))), 12);
  });

  test('count the queries of a class as often as it was drawn', async () => {
    const { rankings } = await compareAll(vectors, order, { product: typedProduct });
    const weights = Float64Array.of(2, 0, 1, 3, 0, 1, 0);
    const drawn = [...order.classOf.keys()].flatMap((p) => new Array<number>(weights[order.classOf[p]]).fill(p));
    const asking = drawn.filter((p) => labels.filter((label) => label === labels[order.rows[p]]).length > 1);
    const { rPrecision } = rankingByClass(rankings, order)(weights);
    expect(rPrecision).toBeCloseTo(mean(asking.map((p) => rankings.rPrecision[p])), 12);
  });
});

describe('pairs', () => {
  test('are all there are, where they are few, and score as comparing all does', async () => {
    const { pairs } = await compareAll(vectors, order, { product: typedProduct });
    const weighted = weightedPairs(scoredPairs(vectors, order), ones);
    expect(sum(weighted.same)).toBe(sum(pairs.same));
    expect(sum(weighted.different)).toBe(sum(pairs.different));
    expect(verificationAuroc(weighted)).toBeCloseTo(verificationAuroc(pairs), 3);
  });

  test('of resampled classes are those of a set with the classes copied, no two copies being a pair', () => {
    const weights = Float64Array.of(2, 0, 1, 1, 0, 3, 0);
    const copies = [...weights.keys()].flatMap((c) =>
      Array.from({ length: weights[c] }, (_, copy) => ({ c, name: `${c}/${copy}` })),
    );
    const rowsOf = (c: number) => Array.from(order.rows.subarray(order.starts[c], order.starts[c + 1]));
    const copied = copies.flatMap(({ c, name }) => rowsOf(c).map((row) => ({ row, name, c })));
    const set = takeRows(
      vectors,
      copied.map(({ row }) => row),
    );
    const whole = scoredPairs(set, classOrder(copied.map(({ name }) => name)));
    const kinOf = (number: number) => copies[number].c;
    const apart = whole.different.level.filter(
      (_, i) => kinOf(whole.different.firstClass[i]) !== kinOf(whole.different.secondClass[i]),
    );
    const weighted = weightedPairs(scoredPairs(vectors, order), weights);
    expect(sum(weighted.same)).toBe(whole.same.level.length);
    expect(sum(weighted.different)).toBe(apart.length);
  });

  test('drawn from many are of the right kind, and each as likely', () => {
    const sizes = [6, 3, 2, 1];
    const { labels: few } = labelledVectors(sizes);
    const small = classOrder(few);
    const draws = 40_000;
    const counted = (pairs: ReturnType<typeof samePairs>) => {
      const counts = new Map<string, number>();
      pairs.first.forEach((first, i) => {
        const key = [first, pairs.second[i]].sort((a, b) => a - b).join();
        counts.set(key, (counts.get(key) ?? 0) + 1);
      });
      return counts;
    };
    // All 19 and 47 pairs are fewer than are drawn, so that the limit is set below them for a drawing, many times over.
    const many = (draw: typeof samePairs, most: number) => {
      const all = new Map<string, number>();
      for (let seed = 0; seed * most < draws; seed++) {
        for (const [key, count] of counted(draw(small, { seed, most }))) all.set(key, (all.get(key) ?? 0) + count);
      }
      return all;
    };
    for (const [draw, most, pairs] of [
      [samePairs, 18, 19],
      [differentPairs, 46, 47],
    ] as const) {
      const counts = many(draw, most);
      expect(counts.size).toBe(pairs);
      for (const count of counts.values()) expect(Math.abs((count * pairs) / draws - 1)).toBeLessThan(0.2);
    }
  });
});
