import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { topK } from '../../src/graph/ops.ts';
import type { RelationLoss } from '../../src/losses/embedding-loss.ts';
import { angular } from '../../src/losses/triplet/angular.ts';
import { tripletLosses } from '../../src/losses/triplet/catalogue.ts';
import { type TripletMarginOptions, tripletMargin } from '../../src/losses/triplet/triplet-margin.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import golden from '../golden/triplet-losses.json' with { type: 'json' };
import { runGraph } from '../graph/run-graph.ts';
import { someBatch } from './batches.ts';
import { expectClose, obeysTheLaws } from './laws.ts';
import { relationSubject, validated } from './subject.ts';
import { distance, meanOf, reweighed, type WeightedBatch, weightedBatch } from './weighted-batch.ts';

describe.each(Object.entries(tripletLosses))('the loss %s', (_, loss) => {
  obeysTheLaws(() => relationSubject(loss()));
});

describe.each([
  ['soft', { soft: true }],
  ['with swap', { swap: true }],
  ['soft with swap', { soft: true, swap: true }],
])('tripletMargin, %s', (_, options) => {
  obeysTheLaws(() => relationSubject(tripletMargin(options)));
});

const factories: Record<string, (options: never) => RelationLoss> = tripletLosses;

describe("losses on triplets are pytorch-metric-learning's, value and gradient", () => {
  it.each(golden.cases)('$loss $options', async ({ loss, options, value, gradient }) => {
    const given = await validated(relationSubject(factories[loss](options as never)), golden);
    expectClose([given.value], [value], 3e-6);
    expectClose(given.gradient, gradient, 3e-6);
  });
});

describe('losses on triplets are what their definitions say, loop by loop, for any weights', () => {
  const seeds = [1, 2, 3];

  it.each(seeds)('tripletMargin, case %i', async (seed) => {
    const batch = someBatch(seed);
    for (const options of [{}, { swap: true }, { soft: true, margin: 0.3 }]) {
      const { value } = await validated(relationSubject(tripletMargin(options), reweighed), batch);
      expectClose([value], [naiveTripletMargin(weightedBatch(someBatch(seed)), options)]);
    }
  });

  it.each(seeds)('angular, case %i', async (seed) => {
    const { value } = await validated(relationSubject(angular(), reweighed), someBatch(seed));
    expectClose([value], [naiveAngular(weightedBatch(someBatch(seed)))]);
  });
});

it('compacting an anchor’s positives to as few columns as a class allows changes nothing', async () => {
  const batch = { ...someBatch(1), labels: [0, 0, 0, 1, 1, 2, 2, 2] };
  for (const loss of Object.values(tripletLosses)) {
    const wide = await validated(relationSubject(loss()), batch);
    const narrow = await validated(
      relationSubject(loss(), (comparisons) => ({ ...comparisons, mostPositives: 2 })),
      batch,
    );
    expectClose([narrow.value], [wide.value], 1e-6);
    expectClose(narrow.gradient, wide.gradient, 1e-6);
  }
});

it('angular refuses angles at which its exponentials leave float32', () => {
  expect(() => angular({ angleDegrees: 80 })).toThrow('80 degrees');
  expect(() => angular({ angleDegrees: 0 })).toThrow('0 degrees');
});

it('topK gives the largest of each row, largest first, and of equals the first', async () => {
  const x = new Graph().input('x', 'float32', [2, 4]);
  const { values, indices } = topK(x, 3);
  const results = await runGraph(
    { values, indices },
    { x: floatTensor(Float32Array.of(1, 4, 2, 4, -1, 0, 0, 3), [2, 4]) },
  );
  expect([...floats(results.values)]).toEqual([4, 4, 2, 3, 0, 0]);
  expect([...results.indices.data]).toEqual([1n, 3n, 2n, 3n, 1n, 2n]);
  expect([values.shape, indices.shape, indices.type]).toEqual([[2, 3], [2, 3], 'int64']);
});

/** Of every triplet a value and how much it counts: the product of its positive's weight and its negative's. */
function ofTriplets({ s, positive, negative }: WeightedBatch, value: (a: number, p: number, n: number) => number) {
  const triplets: [value: number, weight: number][] = [];
  for (let a = 0; a < s.length; a++) {
    for (let p = 0; p < s.length; p++) {
      for (let n = 0; n < s.length; n++) triplets.push([value(a, p, n), positive[a][p] * negative[a][n]]);
    }
  }
  return triplets;
}

function naiveTripletMargin(batch: WeightedBatch, { margin = 0.1, soft = false, swap = false }: TripletMarginOptions) {
  const d = batch.s.map((row) => row.map(distance));
  const values = ofTriplets(batch, (a, p, n) => {
    const violation = d[a][p] - (swap ? Math.min(d[a][n], d[p][n]) : d[a][n]) + margin;
    return soft ? Math.log1p(Math.exp(violation)) : Math.max(0, violation);
  });
  return meanOf(values.filter(([value]) => value > 0));
}

/** The mean over positive pairs of log(1 + sum_n e^f). */
function naiveAngular({ s, positive, negative }: WeightedBatch) {
  const t = Math.tan((40 * Math.PI) / 180) ** 2;
  const pairs: [value: number, weight: number][] = [];
  for (let a = 0; a < s.length; a++) {
    for (let p = 0; p < s.length; p++) {
      let sum = 0;
      for (let n = 0; n < s.length; n++) {
        sum += negative[a][n] * Math.exp(4 * t * (s[a][n] + s[p][n]) - 2 * (1 + t) * s[a][p]);
      }
      pairs.push([Math.log(1 + sum), positive[a][p]]);
    }
  }
  return meanOf(pairs);
}
