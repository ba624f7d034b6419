import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/graph/graph.ts';
import { topK } from '../../src/graph/ops.ts';
import type { RelationLoss } from '../../src/losses/loss.ts';
import { angular } from '../../src/losses/triplet/angular.ts';
import { tripletLosses } from '../../src/losses/triplet/catalogue.ts';
import { tripletMargin } from '../../src/losses/triplet/triplet-margin.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import golden from '../golden/triplet-losses.json' with { type: 'json' };
import { runGraph } from '../graph/run-graph.ts';
import { someBatch } from './batches.ts';
import { expectClose, obeysTheLaws } from './laws.ts';
import { computed, relationSubject } from './subject.ts';
import { naiveTripletMargin } from './triplet-definitions.ts';
import { reweighed, weightedBatch } from './weighted-batch.ts';

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
    const given = await computed(relationSubject(factories[loss](options as never)), golden);
    expectClose([given.value], [value], 3e-6);
    expectClose(given.gradient, gradient, 3e-6);
  });
});

describe('tripletMargin is what its definition says, loop by loop, for any weights', () => {
  it.each([{ swap: true }, { soft: true, margin: 0.3 }])('with %o', async (options) => {
    for (const seed of [1, 2, 3]) {
      const batch = someBatch(seed);
      const { value } = await computed(relationSubject(tripletMargin(options), reweighed), batch);
      expectClose([value], [naiveTripletMargin(weightedBatch(batch), options)]);
    }
  });
});

it('compacting an anchor’s positives to as few columns as a class allows changes nothing', async () => {
  const batch = { ...someBatch(1), labels: [0, 0, 0, 1, 1, 2, 2, 2] };
  for (const loss of Object.values(tripletLosses)) {
    const wide = await computed(relationSubject(loss()), batch);
    const narrow = await computed(
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
