import { describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { accuracyDifference, compareApproaches } from '../../src/evaluate/compare-approaches.ts';
import { mcnemar } from '../../src/metrics/mcnemar.ts';
import { newcombe } from '../../src/metrics/newcombe.ts';
import { classifierSays, gallerySays, predicts } from './outcomes.ts';

const cost = { learnSeconds: 1, embedMillisecondsPerImage: 20, decideMillisecondsPerImage: 0.1, bytes: 1000 };
const costs = { classifier: cost, gallery: cost };

/** Pictures of two classes; each approach errs by its own rule. */
function pictures(count: number, classifierErrs: (i: number) => boolean, galleryErrs: (i: number) => boolean) {
  const all = Array.from({ length: count }, (_, i) => i);
  return {
    classifier: all.map((i) => classifierSays('a', classifierErrs(i) ? 'b' : 'a', { score: 0.5 + (i % 40) / 100 })),
    gallery: all.map((i) => gallerySays('a', galleryErrs(i) ? 'b' : 'a', { score: 0.5 + (i % 40) / 100 })),
  };
}

describe('difference', () => {
  const { classifier, gallery } = pictures(
    100,
    (i) => i < 30,
    (i) => i >= 20 && i < 35,
  );

  test('is gallery minus classifier, with the paired interval and the exact p', () => {
    const result = accuracyDifference(gallery, classifier);
    expect(result.accuracy).toBeCloseTo(0.15, 12);
    expect(result.interval).toEqual(newcombe({ both: 65, onlyFirst: 20, onlySecond: 5, neither: 10 }));
    expect(result.p).toBe(mcnemar(20, 5));
  });

  test('of grouped pictures is resampled by group, and never certain', () => {
    const inPairs = <Item>(items: readonly Item[]) => items.map((item, i) => ({ ...item, group: `${i >> 1}` }));
    const [low, high] = accuracyDifference(inPairs(gallery), inPairs(classifier)).interval;
    const [aloneLow, aloneHigh] = accuracyDifference(gallery, classifier).interval;
    expect(high - low).toBeGreaterThan(aloneHigh - aloneLow);
    const [equalLow, equalHigh] = accuracyDifference(inPairs(gallery), inPairs(gallery)).interval;
    expect(equalLow).toBeLessThan(0);
    expect(equalHigh).toBeGreaterThan(0);
  });

  test('of different pictures is our own fault', () => {
    expect(() => accuracyDifference(gallery, classifier.slice(1))).toThrow(/^internal:/);
  });
});

describe('comparison', () => {
  const draw = random(0, 'test');
  const known = pictures(
    300,
    () => draw.uniform() < 0.3,
    () => draw.uniform() < 0.1,
  );
  const strangers = {
    classifier: Array.from({ length: 50 }, (_, i) => predicts(['a'], 0.5 + i / 100)),
    gallery: Array.from({ length: 50 }, (_, i) => predicts(['a'], i / 100, 0.5)),
  };
  const learning = { name: 'learning', x: [1, 5], classifier: [0.2, 0.7], gallery: [0.5, 0.9] };
  const result = compareApproaches({ ...known, strangers }, costs, { curves: [learning] });

  test('holds what the contract promises', () => {
    expect(Object.keys(result).sort()).toEqual([
      'answer',
      'classifier',
      'curves',
      'difference',
      'gallery',
      'unknown',
      'verdict',
    ]);
    expect(result.classifier?.costs).toEqual(cost);
    expect(result.verdict.choose).toBe('gallery');
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('has curves of one length, in 0..1, that end where they must, and the given ones last', () => {
    expect(result.curves.map(({ name }) => name)).toEqual(['coverage', 'strangers', 'learning']);
    for (const { x, classifier, gallery } of result.curves) {
      expect(x.length).toBeLessThanOrEqual(101);
      expect([classifier.length, gallery.length]).toEqual([x.length, x.length]);
      for (const y of [...classifier, ...gallery]) expect(y >= 0 && y <= 1).toBe(true);
    }
    const [coverage, open] = result.curves;
    expect(coverage.classifier.at(-1)).toBeCloseTo(result.classifier?.accuracy ?? Number.NaN, 12);
    expect(open.gallery.at(-1)).toBe(1);
  });

  test('with one approach alone has no difference, empty curves for the other, and a verdict', () => {
    const { difference, curves, verdict } = compareApproaches(
      { classifier: null, gallery: known.gallery, strangers: null },
      costs,
    );
    expect(difference).toBeNull();
    expect(curves).toHaveLength(1);
    expect(curves[0].classifier).toEqual([]);
    expect(verdict.choose).toBe('gallery');
  });
});
