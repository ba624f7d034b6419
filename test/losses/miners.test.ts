import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { Graph } from '../../src/graph/graph.ts';
import { concat, reshape, sum } from '../../src/graph/ops.ts';
import type { Value } from '../../src/graph/value.ts';
import { angular } from '../../src/losses/miners/angular.ts';
import { miners } from '../../src/losses/miners/catalogue.ts';
import { distanceWeighted } from '../../src/losses/miners/distance-weighted.ts';
import { easyPositive } from '../../src/losses/miners/easy-positive.ts';
import type { Miner } from '../../src/losses/miners/miner.ts';
import { floats } from '../../src/runtime/tensors.ts';
import golden from '../golden/miners.json' with { type: 'json' };
import { runGraph } from '../graph/run-graph.ts';
import { comparisonsOf, constant, type Given, mine, numbers, rowsOf } from './mine.ts';

/** A random batch of three to nine samples with a memory of six, whose last is of a class of its own. */
function batchOf(seed: number): Required<Given> {
  const draw = random(seed, 'batch');
  const count = 3 + draw.integer(7);
  return {
    rows: numbers(0, count, 4, draw.normal),
    labels: [...Array.from({ length: count - 1 }, () => draw.integer(3)), 9],
    references: numbers(0, 6, 4, draw.normal),
    referenceLabels: Array.from({ length: 6 }, () => draw.integer(4)),
    weights: numbers(0, count, count + 6, () => (draw.integer(4) === 0 ? 0 : draw.uniform())),
    drawn: numbers(0, count, count + 6, draw.uniform),
  };
}

const counts = (row: readonly number[]) => row.filter((weight) => weight > 0).length;

describe.each(Object.entries(miners))('the miner %s', (_, miner) => {
  it('gives no weight but those there were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { before, ...mined } = await mine(miner(), batchOf(seed));
        for (const kind of ['positive', 'negative'] as const) {
          mined[kind].forEach((row, i) => {
            row.forEach((weight, j) => {
              expect([0, before[kind][i][j]]).toContain(weight);
            });
          });
        }
      }),
      { numRuns: 12 },
    );
  });

  it('gives no anchor more positives than it says, and none to one that has none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { positive, mostPositives } = await mine(miner(), batchOf(seed));
        expect(Math.max(...positive.map(counts))).toBeLessThanOrEqual(mostPositives);
        expect(counts(positive[positive.length - 1])).toBe(0);
      }),
      { numRuns: 8 },
    );
  });

  it('chooses the same for every order of the batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const given = batchOf(seed);
        const order = random(seed, 'order').shuffle(given.labels.map((_, i) => i));
        const columns = [...order, ...given.referenceLabels.map((_, i) => order.length + i)];
        const permuted = (rows: readonly (readonly number[])[]) => order.map((i) => columns.map((j) => rows[i][j]));
        const mined = await mine(miner(), given);
        const again = await mine(miner(), {
          ...given,
          rows: order.map((i) => given.rows[i]),
          labels: order.map((i) => given.labels[i]),
          weights: permuted(given.weights),
          drawn: permuted(given.drawn),
        });
        expect(again.positive).toEqual(permuted(mined.positive));
        expect(again.negative).toEqual(permuted(mined.negative));
      }),
      { numRuns: 8 },
    );
  });

  it('lets no gradient through its choice', async () => {
    const { gradient } = await mine(miner(), batchOf(1));
    expect(gradient.every((number) => number === 0)).toBe(true);
  });

  it.each([
    ['one class', [1, 1, 1, 1]],
    ['only classes of one', [0, 1, 2, 3]],
  ])('bears a batch of %s, and of equal embeddings', async (_, labels) => {
    for (const rows of [numbers(3, 4, 3), labels.map(() => [1, 2, 3])]) {
      const given = { rows, labels, references: [[1, 2, 3]], referenceLabels: [1] };
      const { positive, negative } = await mine(miner(), given);
      expect([...positive, ...negative].flat().every((weight) => weight === 0 || weight === 1)).toBe(true);
    }
  });
});

describe('miners of triplets', () => {
  const { all: _, pairMargin: __, ...ofTriplets } = miners;

  it.each(Object.entries(ofTriplets))(
    '%s leaves an anchor both a positive and a negative, or nothing',
    async (_, m) => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const { positive, negative } = await mine(m(), batchOf(seed));
          positive.forEach((row, i) => {
            expect(counts(row) > 0).toBe(counts(negative[i]) > 0);
          });
        }),
        { numRuns: 8 },
      );
    },
  );
});

type GoldenCase = (typeof golden.cases)[number];

/** A golden batch; against references the batch's own columns come first, as in a memory, and count for nothing. */
function goldenGiven({ embeddings, labels, references, referenceLabels }: GoldenCase): Given {
  const rows = rowsOf(embeddings, golden.dimensions);
  if (!references || !referenceLabels) return { rows, labels };
  return {
    rows,
    labels,
    references: rowsOf(references, golden.dimensions),
    referenceLabels,
    weights: rows.map(() => [...rows.map(() => 0), ...referenceLabels.map(() => 1)]),
  };
}

/** Rows of 0 and 1, of what lies behind the batch's own columns where there are references. */
function mask(rows: readonly (readonly number[])[], { references }: GoldenCase): string[] {
  return rows.map((row) => (references ? row.slice(golden.batch) : row).map((w) => (w > 0 ? 1 : 0)).join(''));
}

const exact = {
  batchHard: miners.batchHard(),
  multiSimilarity: miners.multiSimilarity(),
  pairMargin: miners.pairMargin(),
  angular: miners.angular(),
  angularOf40: angular({ angle: 40 }),
  easyPositive: miners.easyPositive(),
  easyPositiveHard: easyPositive({ negatives: 'hard' }),
  easyPositiveEasy: easyPositive({ negatives: 'easy' }),
  easyPositiveAll: easyPositive({ negatives: 'all' }),
} satisfies Partial<Record<keyof GoldenCase['chosen'], Miner>>;

describe.each(golden.cases.map((expected, index) => ({ expected, index })))(
  'as pytorch-metric-learning chooses in batch $index',
  ({ expected }) => {
    it.each(Object.keys(exact) as (keyof typeof exact)[])('%s', async (name) => {
      const { positive, negative } = await mine(exact[name], goldenGiven(expected));
      expect(mask(positive, expected)).toEqual(expected.chosen[name].positive);
      expect(mask(negative, expected)).toEqual(expected.chosen[name].negative);
    });

    it('semiHard, for the farthest positive, with the others beside it', async () => {
      const { positive, negative, before } = await mine(miners.semiHard(), goldenGiven(expected));
      const { semiHard } = expected.chosen;
      expect(mask(negative, expected)).toEqual(semiHard.negative);
      const whole = mask(before.positive, expected);
      const nothing = '0'.repeat(whole[0].length);
      expect(mask(positive, expected)).toEqual(
        whole.map((row, i) => (semiHard.positive[i].includes('1') ? row : nothing)),
      );
    });
  },
);

describe('hardestWithinMemory', () => {
  it.each(golden.cases.filter(({ references }) => references))('chooses among references alone', async (expected) => {
    const { weights: _, ...given } = goldenGiven(expected);
    const { positive, negative } = await mine(miners.hardestWithinMemory(), given);
    expect(mask(positive, expected)).toEqual(expected.chosen.batchHard.positive);
    expect(mask(negative, expected)).toEqual(expected.chosen.batchHard.negative);
    expect([...positive, ...negative].flatMap((row) => row.slice(0, golden.batch)).some((weight) => weight > 0)).toBe(
      false,
    );
  });

  it('says that it needs a memory', async () => {
    const { rows, labels } = batchOf(1);
    await expect(mine(miners.hardestWithinMemory(), { rows, labels })).rejects.toMatchObject({ code: 'misused' });
  });
});

describe('distanceWeighted', () => {
  it.each(golden.cases.filter(({ references }) => !references))(
    "draws by pytorch-metric-learning's probabilities",
    async ({ embeddings, labels, probabilities }) => {
      const draws = 500;
      const seen = await timesDrawn({ rows: rowsOf(embeddings, golden.dimensions), labels }, draws);
      const expected = probabilities.map((p) => p * draws);
      expect(seen.filter((_, i) => expected[i] === 0).every((times) => times === 0)).toBe(true);
      // Pearson's chi-squared, as many degrees of freedom as likely pairs: mean n, variance 2 n.
      const likely = expected.flatMap((times, i) => (times >= 5 ? [(seen[i] - times) ** 2 / times] : []));
      expect(likely.length).toBeGreaterThan(30);
      expect(likely.reduce((a, b) => a + b)).toBeLessThan(likely.length + 4 * Math.sqrt(2 * likely.length));
    },
  );

  it('draws none that lie beyond its reach', async () => {
    const at = (angle: number) => [...normalise(Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0))];
    const rows = [at(0), at(0.1), at(2), at(3)];
    const { negative } = await mine(distanceWeighted(), { rows, labels: [0, 0, 1, 1] });
    expect(
      negative
        .slice(0, 2)
        .flat()
        .every((weight) => weight === 0),
    ).toBe(true);
  });
});

/** How often each anchor draws each other, [A, O], of so many draws: all anchors stand there so many times. */
async function timesDrawn({ rows, labels }: Given, draws: number): Promise<number[]> {
  const batch = comparisonsOf(constant(new Graph(), rows), { rows, labels });
  const again = (value: Value) => concat(Array(draws).fill(value), 0);
  const { negative } = distanceWeighted().mine(
    {
      ...batch,
      anchors: again(batch.anchors),
      similarities: again(batch.similarities),
      positive: again(batch.positive),
      negative: again(batch.negative),
    },
    constant(batch.anchors.graph, numbers(7, draws * rows.length, rows.length)),
  );
  const times = sum(reshape(negative, [draws, rows.length, rows.length]), 0);
  return [...floats((await runGraph({ times }, {})).times)];
}
