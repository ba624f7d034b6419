import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scoresByClass } from '../../src/evaluate/by-class.ts';
import { confusionMatrix } from '../../src/evaluate/confusion-matrix.ts';
import { classifierSays, gallerySays } from './outcomes.ts';

const truths = ['a', 'a', 'a', 'b', 'b', 'c'];
const classifier = ['a', 'b', 'b', 'b', 'c', 'c'].map((said, i) => classifierSays(truths[i], said));
const gallery = ['a', 'a', 'b', 'b', 'b', 'c'].map((said, i) => gallerySays(truths[i], said));

test('says of each class how both fare and what it is taken for, the worst first', () => {
  expect(scoresByClass({ classifier, gallery })).toEqual([
    { label: 'a', pictures: 3, classifier: 1 / 3, gallery: 2 / 3, confusedWith: { label: 'b', times: 3 } },
    { label: 'b', pictures: 2, classifier: 0.5, gallery: 1, confusedWith: { label: 'c', times: 1 } },
    { label: 'c', pictures: 1, classifier: 1, gallery: 1, confusedWith: null },
  ]);
  expect(scoresByClass({ classifier: null, gallery })[0]).toMatchObject({
    label: 'a',
    classifier: null,
    gallery: 2 / 3,
  });
  expect(scoresByClass({ classifier: null, gallery: null })).toEqual([]);
});

test('a matrix counts every picture of the classes it shows', () => {
  expect(confusionMatrix(classifier, 'largest', 2)).toEqual({
    labels: ['a', 'b'],
    counts: [
      [1, 2, 0],
      [0, 1, 1],
    ],
  });
  expect(confusionMatrix(gallery, 'most confused', 9)).toEqual({
    labels: ['a', 'b'],
    counts: [
      [2, 1, 0],
      [0, 2, 0],
    ],
  });
  const label = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  fc.assert(
    fc.property(fc.array(fc.tuple(label, label), { minLength: 1 }), fc.integer({ min: 1, max: 6 }), (pairs, most) => {
      const outcomes = pairs.map(([truth, said]) => classifierSays(truth, said));
      for (const shown of ['largest', 'most confused'] as const) {
        const { labels, counts } = confusionMatrix(outcomes, shown, most);
        expect(labels.length).toBeLessThanOrEqual(most);
        counts.forEach((row, i) => {
          expect(row).toHaveLength(labels.length + 1);
          expect(row.reduce((sum, count) => sum + count, 0)).toBe(
            pairs.filter(([truth]) => truth === labels[i]).length,
          );
        });
      }
    }),
  );
});
