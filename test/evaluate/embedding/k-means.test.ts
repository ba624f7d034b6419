import { describe, expect, test } from 'vitest';
import { dot, type Matrix, matrix, row } from '../../../src/base/matrix.ts';
import { kMeans } from '../../../src/evaluate/embedding/k-means.ts';
import { kMeansPlusPlus } from '../../../src/evaluate/embedding/k-means-plus-plus.ts';
import { typedProduct } from '../../../src/linalg/product.ts';
import { labelledVectors } from './labelled-vectors.ts';

const product = typedProduct;

function squaredDistance(a: Float32Array, b: Float32Array): number {
  return dot(a, a) + dot(b, b) - 2 * dot(a, b);
}

function inertia(vectors: Matrix, groups: Int32Array, centres: Matrix): number {
  return groups.reduce((sum, group, i) => sum + squaredDistance(row(vectors, i), row(centres, group)), 0);
}

describe('k-means', () => {
  const { vectors, labels } = labelledVectors([30, 20, 20, 10, 5], { noise: 0.6 });

  test('puts every row with its nearest centre', async () => {
    const { groups, centres } = await kMeans(vectors, 7, { product });
    groups.forEach((group, i) => {
      const own = squaredDistance(row(vectors, i), row(centres, group));
      for (let c = 0; c < 7; c++) {
        expect(own).toBeLessThanOrEqual(squaredDistance(row(vectors, i), row(centres, c)) + 1e-5);
      }
    });
  });

  test('draws nearer with every round', async () => {
    const after = (rounds: number) => kMeans(vectors, 6, { product, rounds });
    const losses: number[] = [];
    for (const rounds of [0, 1, 2, 50]) {
      const { groups, centres } = await after(rounds);
      losses.push(inertia(vectors, groups, centres));
    }
    losses.slice(1).forEach((loss, i) => {
      expect(loss).toBeLessThanOrEqual(losses[i] + 1e-4);
    });
    expect(losses[3]).toBeLessThan(losses[0]);
  });

  test('finds classes that lie far apart', async () => {
    const apart = labelledVectors([30, 20, 20, 10, 5], { noise: 0.02 });
    const { groups } = await kMeans(apart.vectors, 5, { product });
    const pairs = new Set(apart.labels.map((label, i) => 10 * label + groups[i]));
    expect(pairs.size).toBe(5);
  });

  test('gives the same with the same seed, and other groups with another', async () => {
    const groupsOf = async (seed: number) => (await kMeans(vectors, 6, { product, seed })).groups;
    expect(await groupsOf(1)).toEqual(await groupsOf(1));
    expect(await groupsOf(1)).not.toEqual(await groupsOf(2));
  });

  test('ends with more centres than different rows', async () => {
    const equal = matrix(6, 2, Float32Array.of(1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1));
    const { groups, centres } = await kMeans(equal, 4, { product });
    expect(inertia(equal, groups, centres)).toBeCloseTo(0, 6);
    expect(labels.length).toBe(vectors.rows);
  });
});

test('the first centres are spread: of five far classes, each has one', async () => {
  const { vectors, labels } = labelledVectors([50, 40, 30, 20, 10], { noise: 0.001 });
  const chosen = await kMeansPlusPlus(vectors, 5, { product });
  expect(new Set(chosen.map((i) => labels[i])).size).toBe(5);
});

test('hundreds of centres come in handfuls of different rows', async () => {
  const { vectors } = labelledVectors([400, 400], { noise: 2 });
  const chosen = await kMeansPlusPlus(vectors, 600, { product });
  expect(chosen.length).toBe(600);
  expect(new Set(chosen).size).toBe(600);
});
