import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { project } from '../../src/backbones/projection.ts';
import { dot, row, takeRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { labelled } from '../../src/fit/labelled.ts';
import { labelsByChance } from '../../src/label-noise/by-chance.ts';
import { copiesIn } from '../../src/label-noise/copies.ts';
import { risingRatio } from '../../src/label-noise/isotonic.ts';
import { leftOutScores, votesLeftOut } from '../../src/label-noise/left-out.ts';
import { neighboursOf } from '../../src/label-noise/neighbours.ts';
import { votesOutOfFold } from '../../src/label-noise/out-of-fold.ts';
import { probabilitiesOf } from '../../src/label-noise/probabilities.ts';
import { emptyVotes, marginOf, record, rivalOf, type Votes } from '../../src/label-noise/votes.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { projections } from '../../src/spaces/catalogue.ts';
import type { LabelledEmbeddings } from '../../src/spaces/projection-fit.ts';
import { clouds, even, rowsOf } from '../gallery/clouds.ts';

const tools = { product: typedProduct, seed: 0 };
const indicesOf = (learned: LabelledEmbeddings) => Array.from(learned.labels.keys());

describe('votes', () => {
  const learned = labelled(clouds({ a: 7, b: 5, c: 1, d: 6 }, { spread: 1.2 }));

  it('of class means that leave the picture out are those of a loop that does', async () => {
    const scoresOf = await leftOutScores(learned, await copiesIn(learned, typedProduct), typedProduct);
    const votes = await votesLeftOut(learned, scoresOf);
    const space = await projections.whitened(
      { embeddings: learned.embeddings, labels: new Int32Array(19), classes: ['all'] },
      { power: 0.75, shrinkage: 0.3 },
      typedProduct,
    );
    if (space === null) throw new Error('no space');
    const features = rowsOf(await project(space, learned.embeddings, typedProduct));
    features.forEach((feature, i) => {
      const scores = learned.classes.map((_, c) => {
        const members = features.filter((_, j) => j !== i && learned.labels[j] === c);
        const sum = feature.map((_, d) => members.reduce((total, member) => total + member[d], 0));
        return members.length === 0 ? null : feature.reduce((s, x, d) => s + x * sum[d], 0) / Math.hypot(...sum);
      });
      const own = scores[learned.labels[i]];
      const others = scores.map((score, c) => (c === learned.labels[i] || score === null ? -2 : score));
      const best = Math.max(...others);
      expect(rivalOf(votes, i)).toBe(others.indexOf(best));
      expect(marginOf(votes, i)).toBeCloseTo(own === null ? Number.NEGATIVE_INFINITY : best - own, 5);
    });
  });

  it('out of fold do not depend on the label of the picture', async () => {
    const { embeddings, labels, classes } = labelled(clouds(even(4, 10)));
    const copies = await copiesIn({ embeddings, labels, classes }, typedProduct);
    const weights = new Float32Array(40).fill(1);
    const scoresOf = async (given: Int32Array) => {
      const relabelled = { embeddings, labels: given, classes };
      const leftOut = await leftOutScores(relabelled, copies, typedProduct);
      const votes = await votesOutOfFold({ ...relabelled, weights }, copies, leftOut, tools);
      const scores = [votes.own[3], ...row(votes.rivalScores, 3)];
      return scores.toSorted((a, b) => a - b);
    };
    const changed = labels.map((label, i) => (i === 3 ? (label + 1) % 4 : label));
    const [before, after] = [await scoresOf(labels), await scoresOf(changed)];
    after.forEach((score, c) => {
      expect(score).toBeCloseTo(before[c], 5);
    });
  });

  it('draw random classes except the best', () => {
    const scores = Float32Array.from({ length: 30 }, (_, c) => -c / 100);
    const votes = emptyVotes(1, 30);
    record(votes, 0, scores, 4, -0.04);
    expect([...votes.rivals]).toEqual([0, 1, 2, 3, 5]);
    expect(marginOf(votes, 0)).toBeCloseTo(0.04, 6);
    const mean = row(votes.chance, 0).reduce((sum, margin) => sum + margin, 0) / votes.chance.columns;
    expect(Math.min(...votes.chance.data)).toBeGreaterThan(0);
    expect(mean).toBeCloseTo(0.15, 1);
  });
});

/** Where no picture has a copy. */
function alone({ own }: Votes) {
  return { of: Int32Array.from(own.keys()) };
}

describe('labels by chance', () => {
  const drawn = (count: number, share: number, seed: number) => {
    const { uniform, normal } = random(seed, 'margins');
    const votes = emptyVotes(count, 9);
    const wrong = Array.from({ length: count }, () => uniform() < share);
    wrong.forEach((isWrong, i) => {
      const scores = Float32Array.from({ length: 9 }, (_, c) => (c === 0 ? 1 : 0.3 + 0.1 * normal()));
      const label = isWrong ? 1 + Math.floor(8 * uniform()) : 0;
      record(votes, i, scores, label, scores[label]);
    });
    return { votes, wrong };
  };

  test.each([0, 0.1, 0.5, 0.8])('are as many as were drawn: %s', (share) => {
    const { votes, wrong } = drawn(2000, share, 3);
    const found = labelsByChance(votes, alone(votes));
    expect(Math.abs(found.share - share)).toBeLessThan(0.05);
    const taken = wrong.filter((isWrong, i) => found.wrong[i] > 0.5 !== isWrong);
    expect(taken.length).toBeLessThan(0.01 * wrong.length);
  });

  it('a larger margin is more probably wrong', () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
        const { votes } = drawn(60, share, seed);
        const { wrong } = labelsByChance(votes, alone(votes));
        const order = Array.from(wrong.keys()).sort((a, b) => marginOf(votes, a) - marginOf(votes, b));
        order.forEach((index, at) => {
          expect(wrong[index]).toBeGreaterThanOrEqual(wrong[order[Math.max(0, at - 1)]]);
          expect(wrong[index]).toBeLessThanOrEqual(1);
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('the rising ratio', () => {
  const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 25 });

  it('is the largest of mean ratios before and after (min-max formula of isotonic regression)', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const [observed, drawn] = [Float64Array.from(first).sort(), Float64Array.from(second).sort()];
        const ratio = risingRatio(observed, drawn);
        const places = Array.from({ length: 10 }, (_, x) => x);
        const within = (some: Float64Array, low: number, high: number) =>
          some.filter((value) => value >= low && value <= high).length;
        const share = (low: number, high: number) => {
          const [o, d] = [within(observed, low, high), within(drawn, low, high)];
          return o + d === 0 ? null : d / (o + d); // Isotonic in the share is isotonic in the ratio.
        };
        for (const x of first) {
          const lowest = places
            .filter((low) => low <= x)
            .map((low) => {
              const shares = places.filter((high) => high >= x).map((high) => share(low, high) ?? 1);
              return Math.min(...shares);
            });
          const expected = Math.max(...lowest);
          expect(ratio(x)).toBeCloseTo((expected / (1 - expected)) * (observed.length / drawn.length), 8);
        }
      }),
    );
  });
});

describe('probabilities', () => {
  it('are right on average, and 1 where a class has no other picture', () => {
    const votes = emptyVotes(41, 2);
    for (let i = 0; i < 40; i++) record(votes, i, Float32Array.of(0.5, 0.1), i < 38 ? 0 : 1, i < 38 ? 0.5 : 0.1);
    record(votes, 40, Float32Array.of(0, 0.9), 0, Number.POSITIVE_INFINITY);
    const at = probabilitiesOf(votes);
    expect(at(0)[0]).toBeCloseTo(38 / 40, 2);
    expect(at(39)[0]).toBeCloseTo(2 / 40, 2);
    expect([...at(40)]).toEqual([1, 0]);
  });
});

describe('neighbours', () => {
  it('are the nearest others, one of each group of copies', async () => {
    const learned = labelled(clouds({ a: 9, b: 8 }, { spread: 1 }));
    const order = [...indicesOf(learned), 3, 3, 12];
    const more = {
      ...learned,
      embeddings: takeRows(learned.embeddings, order),
      labels: Int32Array.from(order, (i) => learned.labels[i]),
    };
    const copies = await copiesIn(more, typedProduct);
    expect([...copies.of].slice(17)).toEqual([3, 3, 12]);
    const all = indicesOf(more);
    const neighbours = await neighboursOf(all, more, copies, typedProduct);
    all.forEach((index) => {
      const cosine = (other: number) => dot(row(more.embeddings, index), row(more.embeddings, other));
      const nearest = all
        .filter((other) => other < 17 && order[other] !== order[index])
        .sort((a, b) => cosine(b) - cosine(a))
        .slice(0, 10);
      expect(neighbours[index].neighbours.map((other) => order[other])).toEqual(nearest);
      const voices = nearest.map((other) => Math.max(0, cosine(other)));
      const same = voices.filter((_, k) => learned.labels[nearest[k]] === more.labels[index]);
      const sum = (some: number[]) => some.reduce((a, b) => a + b, 0);
      expect(neighbours[index].agreement).toBeCloseTo(sum(same) / sum(voices), 4);
    });
  });
});
