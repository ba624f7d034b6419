import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { matMul, relu } from '../../src/graph/ops.ts';
import { compared, relationsByLabels } from '../../src/losses/comparisons.ts';
import { miners } from '../../src/losses/miners/catalogue.ts';
import { type Figures, figureNames, figuresBy, monitor } from '../../src/losses/monitor.ts';
import { tripletMargin } from '../../src/losses/triplet/triplet-margin.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { floats, floatTensor, indexTensor } from '../../src/runtime/tensors.ts';
import { partsOf } from '../../src/steps/objective.ts';
import { adamW } from '../../src/steps/optimizers/adam-w.ts';
import { poolLearner } from '../../src/train/batches/pool-learner.ts';
import { symptomsIn } from '../../src/train/recovery/monitor-verdict.ts';
import { runGraph } from '../graph/run-graph.ts';
import { sane } from './sane-figures.ts';

type Miners = keyof typeof miners;

async function figuresOf(
  rows: number[][],
  labels: number[],
  before: number[],
  miner: Miners = 'all',
): Promise<Figures> {
  const g = new Graph();
  const shape = [rows.length, rows[0].length];
  const embeddings = g.input('embeddings', 'float32', shape);
  const comparisons = compared(embeddings, relationsByLabels(g.constant(labels, { type: 'int64' })));
  const mined = miners[miner]().mine(comparisons, null);
  const centre = { 'monitor.centre': g.constant(before) };
  const { reports } = monitor({ dimensions: shape[1] }).watch({ comparisons, mined }, centre);
  const results = await runGraph(reports, { embeddings: floatTensor(Float32Array.from(rows.flat()), shape) });
  return figuresBy((name) => floats(results[name])[0]);
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((total, value, i) => total + value * b[i], 0);
const unit = (row: readonly number[]) => row.map((value) => value / Math.hypot(...row));
const mean = (values: readonly number[]) => (values.length ? values.reduce((a, b) => a + b) / values.length : 0);
const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((value, i) => value - b[i]));

/** As the documentation of the figures says, loop by loop; nothing mined. */
function naive(rows: readonly number[][], labels: readonly number[], before: readonly number[]): Figures {
  const x = rows.map(unit);
  const pairs = x.flatMap((a, i) => x.flatMap((b, j) => (i === j ? [] : [{ i, j, s: dot(a, b), d: distance(a, b) }])));
  const positives = pairs.filter(({ i, j }) => labels[i] === labels[j]);
  const negatives = pairs.filter(({ i, j }) => labels[i] !== labels[j]);
  const of = (list: typeof pairs, anchor: number) => list.filter(({ i }) => i === anchor).map(({ d }) => d);
  const able = x.flatMap((_, i) => (of(positives, i).length && of(negatives, i).length ? [i] : []));
  const unlearned = able.filter((i) => Math.min(...of(negatives, i)) - Math.max(...of(positives, i)) < 0.1);
  const centre = x[0].map((_, k) => mean(x.map((row) => row[k])));
  const C = centre.map((_, k) =>
    centre.map((_, l) => mean(x.map((row) => (row[k] - centre[k]) * (row[l] - centre[l])))),
  );
  const trace = C.reduce((total, row, k) => total + row[k], 0);
  const share = unlearned.length / Math.max(1, able.length);
  const [positiveSimilarity, negativeSimilarity] = [positives, negatives].map((list) => mean(list.map(({ s }) => s)));
  return {
    spread: mean(pairs.map(({ d }) => d)),
    effectiveRank: trace ** 2 / C.flat().reduce((total, value) => total + value ** 2, 0),
    active: share,
    unlearned: share,
    positiveSimilarity,
    negativeSimilarity,
    gap: positiveSimilarity - negativeSimilarity,
    drift: distance(centre, before),
    classes: new Set(labels).size,
  };
}

describe('monitor', () => {
  it('reports what its definitions say, loop by loop', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const draw = random(seed, 'monitor');
        const count = 2 + draw.integer(7);
        const rows = Array.from({ length: count }, () => Array.from({ length: 3 }, draw.normal));
        const labels = Array.from({ length: count }, () => draw.integer(3));
        const before = Array.from({ length: 3 }, draw.uniform);
        const seen = await figuresOf(rows, labels, before);
        const expected = naive(rows, labels, before);
        for (const name of figureNames) expect(seen[name], name).toBeCloseTo(expected[name], 3);
      }),
      { numRuns: 25 },
    );
  });

  it('counts directions that vary alike', async () => {
    const axes = [0, 1, 2, 3].flatMap((axis) =>
      [1, -1].map((sign) => [0, 0, 0, 0, 0].map((_, k) => (k === axis ? sign : 0))),
    );
    const { effectiveRank } = await figuresOf(
      axes,
      axes.map((_, i) => i),
      [0, 0, 0, 0, 0],
    );
    expect(effectiveRank).toBeCloseTo(4, 4);
  });

  it.each([
    ['equal embeddings', [1, 2, 3]],
    ['embeddings of length 0', [0, 0, 0]],
  ])('bears %s, and says that nothing varies', async (_, row) => {
    const seen = await figuresOf(Array(6).fill(row), [0, 0, 1, 1, 2, 2], [0, 0, 0]);
    expect(Object.values(seen).every(Number.isFinite)).toBe(true);
    expect(seen.effectiveRank).toBeLessThan(0.1);
    expect(seen.gap).toBeCloseTo(0, 5);
  });

  it('tells what a miner keeps back', async () => {
    // Each is nearest to one of another class, so that no negative is farther than the positive, and all are wrong.
    const rows = [0, 2, 0.1, 2.1].map((angle) => [Math.cos(angle), Math.sin(angle)]);
    const { active, unlearned } = await figuresOf(rows, [0, 0, 1, 1], [0, 0], 'semiHard');
    expect([active, unlearned]).toEqual([0.5, 1]);
  });
});

const [classes, perClass, features, dimensions, hidden, batch] = [24, 12, 32, 16, 64, 48];

/** Noisy clouds around as many centres as there are classes. */
function clouds(noise: number) {
  const draw = random(0, 'clouds');
  const centres = Array.from({ length: classes }, () => Array.from({ length: features }, draw.normal));
  const labels = Array.from({ length: classes * perClass }, (_, i) => Math.floor(i / perClass));
  const rows = labels.map((label) => centres[label].map((value) => value + 1 + noise * draw.normal()));
  return { x: floatTensor(Float32Array.from(rows.flat()), [rows.length, features]), y: indexTensor(labels) };
}

/** Twelve classes, four samples each. */
function batchOf(step: number): number[] {
  const draw = random(step, 'batch');
  const among = (count: number) => draw.shuffle(Array.from({ length: count }, (_, i) => i));
  return among(classes)
    .slice(0, batch / 4)
    .flatMap((label) =>
      among(perClass)
        .slice(0, 4)
        .map((i) => label * perClass + i),
    );
}

/** The figures of each of 50 steps of a network of three layers. */
async function monitoredFigures(
  miner: Miners,
  { margin, learningRate, noise }: Readonly<Record<'margin' | 'learningRate' | 'noise', number>>,
) {
  const layer = (name: string, shape: [number, number]) => {
    const draw = random(0, name);
    const initial = Float32Array.from({ length: shape[0] * shape[1] }, () => draw.normal() * Math.sqrt(2 / shape[0]));
    return { name, shape, decay: true, initial };
  };
  const { statistics, watch } = monitor({ dimensions, margin });
  const learner = await poolLearner(
    {
      parameters: [layer('a', [features, hidden]), layer('b', [hidden, hidden]), layer('c', [hidden, dimensions])],
      statistics,
      optimizer: adamW(),
      loss: (weights, { x, y }) => {
        const embeddings = matMul(relu(matMul(relu(matMul(x, weights.a)), weights.b)), weights.c);
        const comparisons = compared(embeddings, relationsByLabels(y));
        const mined = miners[miner]().mine(comparisons, null);
        const { loss } = partsOf(tripletMargin({ margin }).value(mined, {}));
        return { loss, ...watch({ comparisons, mined }, weights) };
      },
    },
    { pool: clouds(noise), batch, sampler: batchOf },
    nodeRuntime,
    { threads: 1 },
  );
  const { reports } = await learner.learn(learner.initial, {
    before: 0,
    learningRates: Array(50).fill(learningRate),
    total: 50,
  });
  await learner.dispose();
  return Array.from({ length: 50 }, (_, step) => figuresBy((name) => reports[name][step]));
}

/** What is seen after any of the steps, and after how many. */
function everSeen(history: readonly Figures[]) {
  return history.flatMap((_, i) => symptomsIn(history.slice(0, i + 1)).map((seen) => ({ ...seen, step: i + 1 })));
}

describe('the verdict on a run', () => {
  it('sees the collapse of batch-hard mining with margin 1 at a rate a hundred times too high, and blames the rate', async () => {
    const [first] = everSeen(await monitoredFigures('batchHard', { margin: 1, learningRate: 0.1, noise: 1.5 }));
    expect(first).toMatchObject({ kind: 'collapse' });
    expect(first.answers[0]).toBe('lower-rate');
    expect(first.step).toBeLessThanOrEqual(25);
  });

  it('sees the slow collapse of batch-hard mining on noisy data, and blames the miner', async () => {
    const [first] = everSeen(await monitoredFigures('batchHard', { margin: 1, learningRate: 1e-3, noise: 1.5 }));
    expect(first).toMatchObject({ kind: 'collapse' });
    expect(first.answers[0]).toBe('relax-miner');
  });

  it.each(['all', 'semiHard', 'multiSimilarity'] as const)(
    'has nothing to say of a sane run with %s',
    async (miner) => {
      expect(everSeen(await monitoredFigures(miner, { margin: 0.1, learningRate: 1e-3, noise: 1.5 }))).toEqual([]);
    },
  );

  it('sees that batches are learned', async () => {
    const seen = everSeen(await monitoredFigures('all', { margin: 0.1, learningRate: 1e-3, noise: 0.2 }));
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.map(({ kind, answers }) => `${kind}: ${answers[0]}`))).toEqual(
      new Set(['inactive: raise-margin']),
    );
  });
});

describe('the verdict on figures', () => {
  const steps = (count: number, changes: (step: number) => Partial<Figures> = () => ({})) =>
    Array.from({ length: count }, (_, step) => ({ ...sane, ...changes(step) }));
  const kinds = (history: readonly Figures[], context = {}) => symptomsIn(history, context).map(({ kind }) => kind);

  it('waits for twenty steps', () => {
    const point = { spread: 0, gap: 0, active: 0, effectiveRank: 0 };
    expect(kinds(steps(19, () => point))).toEqual([]);
    expect(kinds(steps(20, () => point))).toEqual(['collapse', 'inactive']);
  });

  it('takes a line for a collapse but where there are few classes', () => {
    expect(kinds(steps(20, () => ({ effectiveRank: 1.2 })))).toEqual(['collapse']);
    expect(kinds(steps(20, () => ({ effectiveRank: 1.2, classes: 3 })))).toEqual([]);
  });

  it('lets embeddings draw together that come apart by class meanwhile, or that recover', () => {
    expect(kinds(steps(50, (step) => ({ spread: 1.2 - 0.015 * step, gap: 0.4 + 0.002 * step })))).toEqual([]);
    expect(kinds(steps(50, (step) => ({ spread: step ? 0.7 : 1.2, gap: step ? 0.1 + 0.004 * step : 0.4 })))).toEqual(
      [],
    );
  });

  it('sees a miner that keeps back what there is to learn', () => {
    const [symptom] = symptomsIn(steps(20, () => ({ active: 0.01 })));
    expect(symptom).toMatchObject({ kind: 'inactive' });
    expect(symptom.answers[0]).toBe('relax-miner');
    expect(symptom.seen).toContain('80.0 %');
  });

  it('sees validation fall while the gap widens, three times in a row and beyond chance', () => {
    const history = steps(60, (step) => ({ gap: 0.4 + 0.005 * step }));
    const validation = (...scores: number[]) => scores.map((score, i) => ({ step: 10 * (i + 1), score, gap: 0.5 }));
    expect(kinds(history, { validation: validation(0.7, 0.8, 0.78, 0.77, 0.76) })).toEqual(['overfitting']);
    expect(kinds(history, { validation: validation(0.7, 0.8, 0.78, 0.77) })).toEqual([]);
    expect(kinds(history, { validation: validation(0.7, 0.8, 0.795, 0.794, 0.793) })).toEqual([]);
    expect(kinds(history, { validation: validation(0.7, 0.8, 0.78, 0.795, 0.76) })).toEqual([]);
    const falling = steps(60, (step) => ({ gap: 0.4 - 0.001 * step }));
    expect(kinds(falling, { validation: validation(0.7, 0.8, 0.78, 0.77, 0.76) })).toEqual([]);
  });
});
