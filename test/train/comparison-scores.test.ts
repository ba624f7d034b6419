import { expect, it } from 'vitest';
import { fromRows, type Matrix, normaliseRows } from '../../src/base/matrix.ts';
import { random } from '../../src/base/random.ts';
import { comparisonScores } from '../../src/train/validation/comparison-scores.ts';

const { normal, integer } = random(2, 'embeddings');
const count = 24;
const embeddings = normaliseRows(fromRows(Array.from({ length: count }, () => Array.from({ length: 3 }, normal))));
const identities = { count: 6, of: Int32Array.from({ length: count }, (_, i) => i % 6) };
const everyPair = Array.from({ length: count }, (_, a) =>
  Array.from({ length: a }, (_, b) => ({ a, b, same: a % 6 === b % 6 })),
);
const pairs = everyPair.flat();

function cosine({ data, columns }: Matrix, a: number, b: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += data[a * columns + j] * data[b * columns + j];
  return sum;
}

it('verification is the probability that a positive pair is more similar than a negative one', () => {
  const [same, different] = [true, false].map((kind) => pairs.filter((pair) => pair.same === kind));
  let wins = 0;
  for (const near of same)
    for (const far of different) if (cosine(embeddings, near.a, near.b) > cosine(embeddings, far.a, far.b)) wins++;
  const { verification, low, high, loss } = comparisonScores(embeddings, { pairs, triplets: [], identities });
  expect(verification).toBeCloseTo(wins / (same.length * different.length), 10);
  expect(low).toBeLessThan(verification);
  expect(high).toBeGreaterThan(verification);
  expect(Number.isFinite(loss)).toBe(true);
});

it('ordered is the share of triplets whose positive is nearer', () => {
  const triplets = Array.from({ length: 50 }, () => {
    const anchor = integer(count);
    return { anchor, positive: (anchor + 6) % count, negative: (anchor + 1) % count };
  });
  const right = triplets.filter(
    ({ anchor, positive, negative }) => cosine(embeddings, anchor, positive) > cosine(embeddings, anchor, negative),
  );
  const { ordered, low, high } = comparisonScores(embeddings, { pairs: [], triplets, identities });
  expect(ordered).toBeCloseTo(right.length / 50, 10);
  expect(low).toBeLessThan(high);
});

it('is 1 for perfect embeddings, a half for uninformative ones', () => {
  const corners = fromRows(Array.from(identities.of, (of) => Array.from({ length: 6 }, (_, j) => Number(j === of))));
  const alike = fromRows(Array.from(identities.of, () => [1, 0]));
  expect(comparisonScores(corners, { pairs, triplets: [], identities }).verification).toBe(1);
  expect(comparisonScores(alike, { pairs, triplets: [], identities }).verification).toBe(0.5);
  const triplets = [{ anchor: 0, positive: 6, negative: 1 }];
  expect(comparisonScores(alike, { pairs: [], triplets, identities }).ordered).toBe(0.5);
});
