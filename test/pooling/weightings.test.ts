import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Matrix, normaliseRows, row, takeRows } from '../../src/base/matrix.ts';
import { agreements } from '../../src/pooling/agreements.ts';
import { pooledEmbedding, pooledLogProbabilities } from '../../src/pooling/pooled.ts';
import { weightings } from '../../src/pooling/weightings/catalogue.ts';
import { trimmed } from '../../src/pooling/weightings/trimmed.ts';
import { noise } from '../bundle/example.ts';

/** Pictures of one thing: a common direction with noise. */
function pictures(seed: number, rows: number): Matrix {
  const drawn = noise(seed, 'pictures of one thing', rows, 6);
  for (let i = 0; i < rows; i++) row(drawn, i)[0] += 3;
  return normaliseRows(drawn);
}

const groups = fc.record({ seed: fc.nat(1000), rows: fc.integer({ min: 1, max: 9 }) });

describe.each(Object.entries(weightings))('the weighting %s', (_, weighting) => {
  test('gives shares that sum to 1, and follows a permutation', () => {
    fc.assert(
      fc.property(groups, ({ seed, rows }) => {
        const embeddings = pictures(seed, rows);
        const shares = weighting(embeddings);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(shares.every((share) => share >= 0)).toBe(true);
        const order = [...Array(rows).keys()].reverse();
        const turned = weighting(takeRows(embeddings, order));
        for (const [to, from] of order.entries()) expect(turned[to]).toBeCloseTo(shares[from], 6);
      }),
      { numRuns: 50 },
    );
  });

  test('gives a single picture, and copies of it, as it is', () => {
    const one = pictures(1, 1);
    expect(pooledEmbedding(one, weighting(one)).data).toEqual(one.data);
    const copies = takeRows(one, [0, 0, 0, 0, 0]);
    const pooled = pooledEmbedding(copies, weighting(copies));
    for (const [j, value] of one.data.entries()) expect(pooled.data[j]).toBeCloseTo(value, 6);
  });

  test('counts a picture of something else no more than the others', () => {
    const embeddings = pictures(3, 5);
    row(embeddings, 2).set([-1, 0, 0, 0, 0, 0]);
    expect(Math.min(...weighting(embeddings))).toBe(weighting(embeddings)[2]);
  });
});

test('trimming leaves out a quarter, rounded down', () => {
  const left = [1, 2, 3, 4, 7, 8].map((rows) => trimmed(pictures(2, rows)).filter((share) => share === 0).length);
  expect(left).toEqual([0, 0, 0, 1, 1, 2]);
});

test('agreement is the cosine with the mean of the others', () => {
  const embeddings = pictures(5, 4);
  const naive = [0, 1, 2, 3].map((i) => {
    const others = [0, 1, 2, 3].filter((j) => j !== i).map((j) => [...row(embeddings, j)]);
    const mean = others[0].map((_, d) => others.reduce((sum, values) => sum + values[d] / 3, 0));
    return row(embeddings, i).reduce((sum, value, d) => sum + value * mean[d], 0) / Math.hypot(...mean);
  });
  for (const [i, found] of agreements(embeddings).entries()) expect(found).toBeCloseTo(naive[i], 6);
});

test('log-probabilities are averaged, and a class that one picture excludes stays finite', () => {
  const probabilities = { rows: 2, columns: 3, data: Float32Array.of(0.5, 0.5, 0, 0.2, 0.3, 0.5) };
  const { data } = pooledLogProbabilities(probabilities, Float64Array.of(0.5, 0.5));
  expect(data[0]).toBeCloseTo((Math.log(0.5) + Math.log(0.2)) / 2, 5);
  expect(data[2]).toBeCloseTo((-100 + Math.log(0.5)) / 2, 4);
});
