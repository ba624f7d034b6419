import { describe, expect, test } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { episodeAccuracy } from '../../src/evaluate/episode-accuracy.ts';
import { labelledVectors } from './embedding/labelled-vectors.ts';

const sizes = new Array<number>(12).fill(8);
const options = { ways: 5, shots: 1, queries: 4, episodes: 200 };

describe('episodes', () => {
  test('are won on classes far apart', () => {
    const { vectors, labels } = labelledVectors(sizes, { noise: 0.01 });
    expect(episodeAccuracy(vectors, labels, options)).toEqual({
      accuracy: 1,
      interval: [1, 1],
      episodes: 200,
      classes: 12,
    });
  });

  test('are guessed where classes mean nothing', () => {
    const { vectors, labels } = labelledVectors(sizes, { noise: 1000 });
    const { accuracy, interval } = episodeAccuracy(vectors, labels, options);
    expect(Math.abs(accuracy - 0.2)).toBeLessThan(0.05);
    expect(interval[0]).toBeLessThan(accuracy);
    expect(interval[1]).toBeGreaterThan(accuracy);
  });

  test('are never won by ties', () => {
    const vectors = matrix(8, 1, new Float32Array(8).fill(1));
    expect(episodeAccuracy(vectors, [0, 0, 0, 0, 1, 1, 1, 1], { ways: 2, queries: 3 }).accuracy).toBe(0);
  });

  test('are easier with more shots and harder with more ways', () => {
    const { vectors, labels } = labelledVectors(sizes, { noise: 1 });
    const { accuracy } = episodeAccuracy(vectors, labels, options);
    expect(episodeAccuracy(vectors, labels, { ...options, shots: 4 }).accuracy).toBeGreaterThan(accuracy);
    expect(episodeAccuracy(vectors, labels, { ...options, ways: 10 }).accuracy).toBeLessThan(accuracy);
  });

  test('repeat themselves with the seed, and move with another', () => {
    const { vectors, labels } = labelledVectors(sizes);
    const once = (seed: number) => episodeAccuracy(vectors, labels, { ...options, seed });
    expect(once(1)).toEqual(once(1));
    expect(once(1)).not.toEqual(once(2));
  });

  test('of groups are of classes of one group', () => {
    // Both classes of a group point apart, while every class has a twin in each other group.
    const direction = [1, -1];
    const labels = Array.from({ length: 24 }, (_, i) => Math.floor(i / 4));
    const vectors = matrix(
      24,
      1,
      Float32Array.from(labels, (label) => direction[label % 2]),
    );
    const groups = labels.map((label) => `alphabet ${Math.floor(label / 2)}`);
    const two = { ways: 2, queries: 3, episodes: 100 };
    expect(episodeAccuracy(vectors, labels, { ...two, groups }).accuracy).toBe(1);
    expect(episodeAccuracy(vectors, labels, two).accuracy).toBeLessThan(1);
  });

  test('leave out classes with too few pictures, and need enough others', () => {
    const { vectors, labels } = labelledVectors([8, 8, 8, 2]);
    expect(episodeAccuracy(vectors, labels, { ...options, ways: 3 }).classes).toBe(3);
    expect(() => episodeAccuracy(vectors, labels, { ...options, ways: 4 })).toThrow(
      expect.objectContaining({ code: 'too-few' }),
    );
  });
});
