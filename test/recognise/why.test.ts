import { describe, expect, test } from 'vitest';
import type { GalleryAnswer } from '../../src/recognise/answer.ts';
import { mainRegion, regionInWords } from '../../src/recognise/region.ts';
import { whyOf } from '../../src/recognise/why.ts';

const gallery = {
  ...{ label: 'fox', known: true, similarity: 0.83, threshold: 0.71, nearest: [] },
  classes: [
    { label: 'fox', similarity: 0.83 },
    { label: 'wolf', similarity: 0.7 },
  ],
};
const classifier = {
  ...{ label: 'fox', probability: 0.9, known: true, familiarity: 0.9, threshold: null },
  top: [
    { label: 'fox', probability: 0.9 },
    { label: 'wolf', probability: 0.05 },
  ],
};
const ofGallery = (answer: GalleryAnswer) => whyOf({ classifier: null, gallery: answer }).gallery;

describe('why', () => {
  test('the gallery knows a picture', () => {
    const why = ofGallery(gallery);
    expect(why?.margin).toBeCloseTo(0.12);
    expect(why?.runnerUp).toEqual({ label: 'wolf', score: 0.7, behind: expect.closeTo(0.13) });
    expect(why?.flip).toEqual([
      { to: null, threshold: 0.83 },
      { to: 'wolf', similarity: expect.closeTo(0.13) },
    ]);
    expect(why?.words).toEqual([
      'fox 0.830, 0.120 above the threshold 0.710',
      'Runner-up wolf 0.700, 0.130 behind',
      'Unknown with a threshold above 0.830',
    ]);
  });

  test('the gallery does not know a picture', () => {
    const why = ofGallery({ ...gallery, label: null, known: false, threshold: 0.9 });
    expect(why?.margin).toBeCloseTo(-0.07);
    expect(why?.flip).toEqual([{ to: 'fox', threshold: 0.83 }]);
    expect(why?.words[0]).toBe('Unknown: the nearest class is fox 0.830, 0.070 below the threshold 0.900');
    expect(why?.words[2]).toBe('fox with a threshold of at most 0.830');
  });

  test('the classifier compares with its runner-up', () => {
    const why = whyOf({ classifier, gallery: null }).classifier;
    expect(why?.flip).toEqual([{ to: 'wolf', odds: expect.closeTo(18) }]);
    expect(why?.words).toEqual(['fox 90.0 %, runner-up wolf 5.0 %', 'wolf would need 18 times its odds']);
  });

  test('there is no runner-up among one class, and no approach without an answer', () => {
    const single = { ...classifier, top: classifier.top.slice(0, 1) };
    const why = whyOf({ classifier: single, gallery: { ...gallery, classes: gallery.classes.slice(0, 1) } });
    expect([why.classifier?.runnerUp, why.gallery?.runnerUp]).toEqual([null, null]);
    expect(why.gallery?.flip).toHaveLength(1);
    expect(whyOf({ classifier: null, gallery: null })).toEqual({ classifier: null, gallery: null });
  });

  test('odds without end are said as such', () => {
    const [best, second] = classifier.top;
    const why = whyOf({ classifier: { ...classifier, top: [best, { ...second, probability: 0 }] }, gallery: null });
    expect(why.classifier?.words[1]).toBe('wolf would need over 1,000 times its odds');
  });
});

describe('the main region', () => {
  const at = (rows: number, lit: (r: number, c: number) => number) =>
    Array.from({ length: rows }, (_, r) => Array.from({ length: rows }, (_, c) => lit(r, c)));

  test.each([
    ['upper left quarter', at(8, (r, c) => Number(r < 3 && c < 3))],
    ['lower right quarter', at(8, (r, c) => Number(r === 7 && c === 6))],
    ['left half', at(8, (_, c) => Number(c < 4))],
    ['lower half', at(8, (r) => Number(r >= 4))],
    ['centre', at(8, (r, c) => Number(r > 1 && r < 6 && c > 1 && c < 6))],
    ['whole picture', at(8, () => 1)],
  ])('is the %s', (name, evidence) => {
    expect(mainRegion(evidence)?.name).toBe(name);
  });

  test('counts positive evidence alone, and cells on a border by their area', () => {
    const evidence = at(3, (r, c) => (r === 0 && c === 0 ? 2 : r === 0 && c === 1 ? 2 : -5));
    expect(mainRegion(evidence)).toEqual({ name: 'upper left quarter', share: 0.75 });
    expect(regionInWords({ name: 'upper left quarter', share: 0.75 })).toBe(
      '75 % of the evidence lies in the upper left quarter',
    );
  });

  test('is null where nothing is positive', () => {
    expect(mainRegion(at(4, () => -1))).toBeNull();
  });
});
