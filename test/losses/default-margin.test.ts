import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import { usesDefaultMargin, withDefaultMargin } from '../../src/losses/default-margin.ts';
import type { EmbeddingLoss } from '../../src/losses/embedding-loss.ts';
import { metricLoss } from '../../src/losses/metric-objective.ts';
import { batchHard } from '../../src/losses/miners/batch-hard.ts';
import { monitor } from '../../src/losses/monitor.ts';
import { tripletMargin } from '../../src/losses/triplet/triplet-margin.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { runGraph } from '../graph/run-graph.ts';

const [batch, dimensions] = [12, 3];

async function lossAt(margin: number, level: number | null): Promise<number> {
  const g = new Graph();
  const { normal } = random(2, 'embeddings');
  const data = Float32Array.from({ length: batch * dimensions }, normal);
  const labels = Array.from({ length: batch }, (_, i) => i % 3);
  const relations = relationsByLabels(g.constant(labels, { type: 'int64' }));
  const given = compared(g.constant(data, { shape: [batch, dimensions] }), relations, 3);
  const seen = level === null ? given : { ...given, usesDefaultMargin: g.constant([level]) };
  return floats((await runGraph({ loss: tripletMargin({ margin }).value(seen, {}) }, {})).loss)[0];
}

describe('a loss that relents', () => {
  it('asks for the usual margin where that is less than its own, and never for more', async () => {
    expect(await lossAt(1, 0)).toBeCloseTo(await lossAt(1, null), 6);
    expect(await lossAt(1, 1)).toBeCloseTo(await lossAt(0.1, null), 5);
    expect(await lossAt(0.05, 1)).toBe(await lossAt(0.05, null));
    expect(await lossAt(1, null)).toBeGreaterThan(await lossAt(0.1, null));
  });

  it('has a number in the state where a monitor may tell it to, with a miner or without', () => {
    const size = { classes: 2, dimensions, random: random(0, 'loss') };
    const names = (loss: EmbeddingLoss, more = {}) =>
      metricLoss({ loss, ...more }, size).statistics.some(({ name }) => name === usesDefaultMargin.name);
    const watch = { monitor: monitor({ dimensions }) };
    const strict = tripletMargin({ margin: 1 });
    expect([names(strict, watch), names(strict, { ...watch, miner: batchHard() })]).toEqual([true, true]);
    expect([names(strict), names(tripletMargin({ margin: 0.1 }), watch)]).toEqual([false, false]);
  });

  it('relents once, in the state and its average', () => {
    const number = (level: number) => floatTensor(Float32Array.of(level), usesDefaultMargin.shape);
    const state = {
      [`head/${usesDefaultMargin.name}`]: number(0),
      [`average/head/${usesDefaultMargin.name}`]: number(0),
      w: number(7),
    };
    const after = withDefaultMargin(state)?.of(state) ?? {};
    expect(Object.values(after).map((tensor) => floats(tensor)[0])).toEqual([1, 1, 7]);
    expect([withDefaultMargin(after), withDefaultMargin({ w: number(0) })]).toEqual([null, null]);
  });
});
