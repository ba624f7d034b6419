// @module-tag slow
import { describe, expect, it, test } from 'vitest';
import { takeRows } from '../../src/base/matrix.ts';
import type { ProgressEvent } from '../../src/base/progress.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { crossingInWords } from '../../src/evaluate/crossing-in-words.ts';
import { curvePoints } from '../../src/evaluate/curve-points.ts';
import { type CurveTask, learningCurve } from '../../src/evaluate/learning-curve.ts';
import { headCandidates } from '../../src/fit/classifier/head-candidates.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';
import { learningCurve as drawn } from './example.ts';

const tools = { runtime: nodeRuntime, product: productFor(nodeRuntime), seed: 0 };
const none = (like: Embedded): Embedded => ({
  samples: [],
  hashes: [],
  skipped: [],
  embeddings: takeRows(like.embeddings, []),
});
const chosen = { ...headCandidates[1], epochs: 3, validation: null };
const scores = { accuracy: 0.9, interval: [0.8, 0.95] } as const;

function curveOf(counts: Readonly<Record<string, number>>, more: object = {}, options: object = {}) {
  const train = clouds(counts, { spread: 1.2 });
  const val = clouds(Object.fromEntries(Object.keys(counts).map((label) => [label, 3])), { spread: 1.2, seed: 1 });
  const measured = clouds(Object.fromEntries(Object.keys(counts).map((label) => [label, 9])), { spread: 1.2, seed: 2 });
  const whole = {
    classifier: scores,
    gallery: scores,
    difference: { accuracy: 0, interval: [-0.1, 0.1] as const },
    perClass: 99,
  };
  const task = { held: { train, val }, measured, fingerprint: 'f', chosen, whole, ...more };
  return learningCurve(task as CurveTask, { ...tools, ...options });
}

describe('the learning curve', () => {
  test('rises from one picture a class to what all gave, in bands that hold it, the same for the same seed', async () => {
    const events: ProgressEvent[] = [];
    const curve = await curveOf(even(5, 6), {}, { progress: (event: ProgressEvent) => events.push(event) });
    expect(curve?.x).toEqual([1, 2, 5, 99]);
    expect(curve?.draws).toEqual([4, 3, 1, 1]);
    for (const key of ['classifier', 'gallery'] as const) {
      const values = curve?.[key] ?? [];
      expect(values[2]).toBeGreaterThan(values[0] + 0.05);
      curve?.[`${key}Interval`].forEach(([low, high], i) => {
        expect(low).toBeLessThanOrEqual(values[i]);
        expect(high).toBeGreaterThanOrEqual(values[i]);
        expect([low >= 0, high <= 1, low < high]).toEqual([true, true, true]);
      });
      expect(values.at(-1)).toBe(0.9);
    }
    expect([...new Set(events.map(({ done }) => done))]).toEqual(Array.from({ length: 9 }, (_, i) => i));
    expect(events.every(({ total }) => total === 8)).toBe(true);
    expect(await curveOf(even(5, 6))).toEqual(curve);
  });

  test.each([
    ['two classes', { a: 5, b: 6 }],
    ['uneven classes', { a: 9, b: 2, c: 1 }],
    ['enough classes for discriminants', even(18, 3)],
  ])('is drawn of %s', async (_, counts) => {
    const curve = await curveOf(counts);
    for (const share of [...(curve?.classifier ?? []), ...(curve?.gallery ?? [])]) {
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(curve?.differenceInterval).toHaveLength(curve?.x.length ?? 0);
  });

  it('does without pictures to choose by', async () => {
    const counts = even(4, 4);
    const train = clouds(counts);
    expect((await curveOf(counts, { held: { train, val: none(train) } }))?.gallery[0]).toBeGreaterThan(0.25);
  });

  it('has the gallery alone where no classifier was learned', async () => {
    const whole = { classifier: null, gallery: scores, difference: null, perClass: 6 };
    const curve = await curveOf({ only: 6 }, { chosen: null, whole });
    expect([curve?.classifier, curve?.differenceInterval]).toEqual([[], []]);
    expect(curve?.gallery).toEqual([1, 1, 1, 0.9]);
    expect(curve && crossingInWords(curve)).toBeNull();
  });

  it('is not there where every class has one picture', async () => {
    expect(await curveOf(even(6, 1))).toBeNull();
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expect(curveOf(even(3, 4), {}, { signal })).rejects.toMatchObject({ code: 'interrupted' });
  });
});

describe('its points', () => {
  test.each([
    [
      'few pictures',
      even(5, 8),
      [
        [1, 4],
        [2, 4],
        [5, 1],
      ],
    ],
    ['one picture a class', even(5, 1), []],
    [
      'a hundred a class',
      even(50, 100),
      [
        [1, 4],
        [2, 4],
        [5, 4],
        [10, 4],
        [20, 4],
        [50, 2],
      ],
    ],
    [
      'uneven',
      { a: 1000, b: 3, c: 1 },
      [
        [1, 4],
        [2, 4],
        [5, 4],
        [10, 4],
        [20, 4],
        [50, 4],
        [100, 4],
        [200, 4],
        [500, 1],
      ],
    ],
    [
      'very many classes',
      even(20_000, 30),
      [
        [1, 1],
        [2, 1],
      ],
    ],
    [
      'very many pictures',
      { a: 1e6, b: 1e6 },
      [
        [1, 4],
        [2, 4],
        [5, 4],
        [10, 4],
        [20, 4],
        [50, 4],
        [100, 4],
        [200, 4],
        [500, 4],
        [1000, 2],
        [2000, 1],
      ],
    ],
  ] as const)('of %s', (_, counts, expected) => {
    expect(curvePoints(Object.values(counts)).map(({ perClass, draws }) => [perClass, draws])).toEqual(expected);
  });
});

describe('its crossing in words', () => {
  test.each([
    [
      'a crossing',
      [0.2, 0.4, 0.7, 0.9],
      [0.5, 0.6, 0.65, 0.7],
      'The gallery is ahead below about 8 pictures a class, the classifier above.',
    ],
    [
      'the other way',
      [0.5, 0.6, 0.65, 0.7],
      [0.2, 0.4, 0.7, 0.9],
      'The classifier is ahead below about 8 pictures a class, the gallery above.',
    ],
    [
      'one always ahead',
      [0.2, 0.3, 0.4, 0.5],
      [0.4, 0.5, 0.6, 0.7],
      'The gallery is ahead with any number of pictures, from 1 to 50 pictures a class.',
    ],
    [
      'ahead with few',
      [0.2, 0.3, 0.6, 0.7],
      [0.4, 0.5, 0.6, 0.7],
      'The gallery is ahead up to 3 pictures a class; with more, the two are too close to tell apart.',
    ],
    [
      'ahead with many',
      [0.4, 0.5, 0.8, 0.9],
      [0.4, 0.5, 0.6, 0.7],
      'The classifier is ahead from 10 pictures a class on; with fewer, the two are too close to tell apart.',
    ],
    [
      'never ahead',
      [0.4, 0.5, 0.6, 0.7],
      [0.4, 0.5, 0.6, 0.7],
      'From 1 to 50 pictures a class the two are too close to tell apart.',
    ],
    [
      'to and fro',
      [0.2, 0.5, 0.3, 0.9],
      [0.4, 0.3, 0.6, 0.5],
      'Which approach is ahead changes more than once, from 1 to 50 pictures a class.',
    ],
  ])('%s', (_, classifier, gallery, sentence) => {
    expect(crossingInWords(drawn([1, 3, 10, 50], classifier, gallery))).toBe(sentence);
  });
});
