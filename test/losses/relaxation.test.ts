import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { type Comparisons, compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import type { EmbeddingLoss } from '../../src/losses/loss.ts';
import { metricLoss } from '../../src/losses/metric-loss.ts';
import { miners } from '../../src/losses/miners/catalogue.ts';
import {
  lossRelaxation,
  miningRelaxation,
  relaxedComparisons,
  relaxedLoss,
  relaxedMining,
} from '../../src/losses/relaxation.ts';
import { tripletMargin } from '../../src/losses/triplet/triplet-margin.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
import { partsOf } from '../../src/steps/objective.ts';
import type { State } from '../../src/steps/state.ts';
import { runGraph } from '../graph/run-graph.ts';

const [batch, dimensions] = [12, 3];

/** What counts by batch-hard mining at this softness, and by miners that do not know of it. */
async function weightsAt(level: number, mostPositives = 3) {
  const g = new Graph();
  const { normal } = random(1, 'embeddings');
  const embeddings = g.constant(Float32Array.from({ length: batch * dimensions }, normal), {
    shape: [batch, dimensions],
  });
  const labels = g.constant(
    Array.from({ length: batch }, (_, i) => i % 3),
    { type: 'int64' },
  );
  const given = compared(embeddings, relationsByLabels(labels), mostPositives);
  const hard = miners.batchHard().mine(given, null);
  const soft = relaxedComparisons(hard, given, g.constant([level]));
  const all: Readonly<Record<string, Comparisons>> = { soft, hard, semi: miners.semiHard().mine(given, null), given };
  const sides = Object.entries(all).flatMap(([name, { positive, negative }]) => [
    [`${name}+`, positive],
    [`${name}-`, negative],
  ]);
  const results = await runGraph(Object.fromEntries(sides), {});
  const of = (name: string) => [floats(results[`${name}+`]), floats(results[`${name}-`])];
  return { soft: of('soft'), hard: of('hard'), semi: of('semi'), given: of('given'), room: soft.mostPositives };
}

describe('a relaxed miner', () => {
  it('gives what it chose, then what semi-hard mining chooses, then everything', async () => {
    const [hard, semi, given] = [await weightsAt(0), await weightsAt(1), await weightsAt(2)];
    expect(hard.soft).toEqual(hard.hard);
    expect(semi.soft).toEqual(semi.semi);
    expect(given.soft).toEqual(given.given);
    expect(semi.soft).not.toEqual(given.soft);
  });

  it('keeps one positive where there would be a great many, and gives all negatives', async () => {
    const { soft, hard, given, room } = await weightsAt(2, 100);
    expect([soft, room]).toEqual([[hard[0], given[1]], 1]);
  });

  it('is softened in a state, with its average, until it is soft', () => {
    const number = (level: number) => floatTensor(Float32Array.of(level), miningRelaxation.shape);
    const state = {
      [`head/${miningRelaxation.name}`]: number(0),
      [`average/head/${miningRelaxation.name}`]: number(0),
      w: number(7),
    };
    const levels = (state: State = {}) => Object.values(state).map((tensor) => floats(tensor)[0]);
    const once = relaxedMining(state)?.of(state) ?? {};
    const twice = relaxedMining(once)?.of(once) ?? {};
    expect([levels(once), levels(twice), relaxedMining(twice)]).toEqual([[1, 1, 7], [2, 2, 7], null]);
    expect(levels(relaxedMining(state, 2)?.of(state))).toEqual([2, 2, 7]);
    expect(relaxedMining({ w: number(0) })).toBeNull();
  });
});

/** The triplet loss of a batch; `level`: its relaxation, null: it has none. */
async function lossAt(margin: number, level: number | null): Promise<number> {
  const g = new Graph();
  const { normal } = random(2, 'embeddings');
  const data = Float32Array.from({ length: batch * dimensions }, normal);
  const labels = Array.from({ length: batch }, (_, i) => i % 3);
  const relations = relationsByLabels(g.constant(labels, { type: 'int64' }));
  const given = compared(g.constant(data, { shape: [batch, dimensions] }), relations, 3);
  const weights = level === null ? {} : { [lossRelaxation.name]: g.constant([level]) };
  const { loss } = partsOf(tripletMargin({ margin }).value(given, weights));
  return floats((await runGraph({ loss }, {})).loss)[0];
}

describe('a loss that can be relaxed', () => {
  it('asks for the usual margin where that is less than its own, and never for more', async () => {
    expect(await lossAt(1, 0)).toBeCloseTo(await lossAt(1, null), 6);
    expect(await lossAt(1, 1)).toBeCloseTo(await lossAt(0.1, null), 5);
    expect(await lossAt(0.05, 1)).toBe(await lossAt(0.05, null));
    expect(await lossAt(1, null)).toBeGreaterThan(await lossAt(0.1, null));
  });

  it('has a number in the state, where its margin is larger than the usual one', () => {
    const size = { classes: 2, dimensions, random: random(0, 'loss') };
    const names = (loss: EmbeddingLoss) => metricLoss({ loss }, size).statistics.map(({ name }) => name);
    expect(names(tripletMargin({ margin: 1 }))).toEqual([`loss/${lossRelaxation.name}`]);
    expect(names(tripletMargin({ margin: 0.1 }))).toEqual([]);
  });

  it('is relaxed once, in the state and its average', () => {
    const number = (level: number) => floatTensor(Float32Array.of(level), lossRelaxation.shape);
    const state = {
      [`head/loss/${lossRelaxation.name}`]: number(0),
      [`average/head/loss/${lossRelaxation.name}`]: number(0),
      w: number(7),
    };
    const after = relaxedLoss(state)?.of(state) ?? {};
    expect(Object.values(after).map((tensor) => floats(tensor)[0])).toEqual([1, 1, 7]);
    expect([relaxedLoss(after), relaxedLoss({ w: number(0) })]).toEqual([null, null]);
  });
});
