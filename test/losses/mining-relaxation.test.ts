import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { type Comparisons, compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import { miners } from '../../src/losses/miners/catalogue.ts';
import { miningRelaxation, relaxedComparisons, relaxedMining } from '../../src/losses/mining-relaxation.ts';
import { floats, floatTensor } from '../../src/runtime/tensors.ts';
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

describe('a softened miner', () => {
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
