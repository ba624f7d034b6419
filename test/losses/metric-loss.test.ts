import { expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { add, mean, square } from '../../src/graph/ops.ts';
import type { ClassLoss } from '../../src/losses/loss.ts';
import { metricLoss } from '../../src/losses/metric-loss.ts';
import { floats } from '../../src/runtime/tensors.ts';
import { runGraph } from '../graph/run-graph.ts';

/** A class loss that counts its batches, and reports the loss. */
const counting: ClassLoss = {
  needs: 'labels',
  parameters: () => [],
  statistics: ({ classes }) => [{ name: 'batches', shape: [classes], initial: new Float32Array(classes) }],
  value: ({ embeddings, weights: { batches } }) => {
    const loss = mean(square(embeddings));
    return { loss, statistics: { batches: add(batches, 1) }, reports: { own: loss } };
  },
};

it("a loss's statistics follow the batches under its own name, and its reports are passed on", async () => {
  const g = new Graph();
  const { statistics, value } = metricLoss(
    { loss: counting },
    { classes: 2, dimensions: 3, random: random(0, 'loss') },
  );
  expect(statistics.map(({ name, shape }) => [name, shape])).toEqual([['loss/batches', [2]]]);
  const parts = value(
    g.constant([1, 2, 3, 1, 2, 3], { shape: [2, 3] }),
    { labels: g.constant([0, 1], { type: 'int64' }) },
    { 'loss/batches': g.constant([3, 4]) },
  );
  const results = await runGraph({ ...parts.statistics, ...parts.reports, loss: parts.loss }, {});
  expect([...floats(results['loss/batches'])]).toEqual([4, 5]);
  for (const given of [results.loss, results.own]) expect(floats(given)[0]).toBeCloseTo(14 / 3, 5);
});
