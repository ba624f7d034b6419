import { expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { metricLoss } from '../../src/losses/metric-loss.ts';
import { dynamicSoftMargin } from '../../src/losses/triplet/dynamic-soft-margin.ts';
import { floats } from '../../src/runtime/tensors.ts';
import { runGraph } from '../graph/run-graph.ts';
import { someBatch } from './batches.ts';
import type { Batch } from './subject.ts';

const name = 'loss/histogram';
const momentum = 0.25;

/** The histogram after a batch. */
async function after(batch: Batch, before: readonly number[]): Promise<number[]> {
  const g = new Graph();
  const size = { classes: 4, dimensions: 5, random: random(0, 'loss') };
  const { statistics, value } = metricLoss({ loss: dynamicSoftMargin({ bins: 4, momentum }) }, size);
  expect(statistics.map((each) => [each.name, each.shape])).toEqual([[name, [5]]]);
  const embeddings = g.constant(batch.embeddings.flat(), { shape: [batch.labels.length, 5] });
  const labels = g.constant(batch.labels, { type: 'int64' });
  const { statistics: next = {} } = value(embeddings, { labels }, { [name]: g.constant(before) });
  return [...floats((await runGraph({ next: next[name] }, {})).next)];
}

it('the histogram is that of the first batch, then a moving average, and stays where there is no triplet', async () => {
  const zeros = [0, 0, 0, 0, 0];
  const [first, second] = [await after(someBatch(1), zeros), await after(someBatch(2), zeros)];
  expect(first.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5);
  const both = await after(someBatch(2), first);
  both.forEach((share, r) => {
    expect(share).toBeCloseTo((1 - momentum) * first[r] + momentum * second[r], 5);
  });
  expect(first).not.toEqual(second);
  expect(await after({ ...someBatch(3), labels: [0, 0, 0, 0, 0, 0, 0, 0] }, first)).toEqual(first);
});
