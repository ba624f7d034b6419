import { expect, test } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { fromRows } from '../../src/base/matrix.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { acceptedFrom } from '../../src/gallery/threshold.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { galleryOf } from './drawn-pictures.ts';

const threshold = { value: 0.5, source: 'test', byClass: { a: 0.9 } };

test('what is given goes before the threshold of a class, and that before that of the gallery', () => {
  expect(acceptedFrom(threshold, { label: 'a' }, 0.1)).toBe(0.1);
  expect(acceptedFrom(threshold, { label: 'a' })).toBe(0.9);
  expect(acceptedFrom(threshold, { label: 'b' })).toBe(0.5);
  expect(acceptedFrom(threshold, { label: 'constructor' })).toBe(0.5);
  expect(acceptedFrom(threshold, { label: null })).toBe(0.5);
});

test('an open gallery accepts by the threshold of the nearest class', async () => {
  const some = ['a', 'b'].map((label, i) => ({ label, hash: `${i}`.repeat(64), direction: [1 - i, i, 0] }));
  const gallery = { ...(await galleryOf(some, { name: 'prototype' })), projection: plainProjection, threshold };
  const between = fromRows([
    [0.8, 0.6, 0],
    [0.6, 0.8, 0],
  ]);
  const answers = await openGallery(gallery, typedProduct).recognise(between);
  expect(answers.map(({ label, known, threshold }) => [label, known, threshold])).toEqual([
    [null, false, 0.9],
    ['b', true, 0.5],
  ]);
});
