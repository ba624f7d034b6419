import { expect, test } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { matrix } from '../../src/base/matrix.ts';
import { enrol } from '../../src/gallery/enrol.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { relabel } from '../../src/gallery/relabel.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { clouds, rowsOf } from './clouds.ts';

const cloud = clouds({ a: 3, b: 2 });
const empty: Gallery = {
  fingerprint: 'f',
  projection: plainProjection,
  matcher: { name: 'prototype' },
  threshold: { value: 0.5, source: 'test' },
  entries: [],
  vectors: matrix(0, 0),
};
const enrolments = cloud.samples.map(({ label, path }, i) => ({ label: label ?? '', path, hash: cloud.hashes[i] }));
const galleryOf = () => enrol(empty, enrolments, cloud.embeddings, typedProduct);

test('an entry keeps its id and vector, and remembers the label that fit gave it', async () => {
  const gallery = await galleryOf();
  const first = relabel(gallery, (entry) => (entry === gallery.entries[0] ? 'c' : entry.label));
  expect(first.changed).toEqual([gallery.entries[0]]);
  expect(first.gallery.entries[0]).toEqual({ ...gallery.entries[0], label: 'c', was: 'a' });
  expect(first.gallery.vectors).toEqual(gallery.vectors);
  const second = relabel(first.gallery, ({ label }) => (label === 'c' ? 'd' : label));
  expect(second.gallery.entries[0].was).toBe('a');
  const back = relabel(second.gallery, ({ label }) => (label === 'd' ? 'a' : label));
  expect(back.gallery).toEqual(gallery);
});

test('a picture that comes to bear one label twice stays once, with its row', async () => {
  const twice = { ...enrolments[0], label: 'b' };
  const one = { ...cloud.embeddings, rows: 1, data: cloud.embeddings.data.slice(0, 24) };
  const gallery = await enrol(await galleryOf(), [twice], one, typedProduct);
  expect(gallery.entries).toHaveLength(6);
  const { gallery: merged, changed, duplicates } = relabel(gallery, () => 'b');
  expect([changed.length, duplicates.length, merged.entries.length]).toEqual([3, 1, 5]);
  expect(rowsOf(merged.vectors)).toEqual(rowsOf(cloud.embeddings));
  expect(merged.embeddings?.rows).toBe(5);
});

test('the same labels change nothing', async () => {
  const gallery = await galleryOf();
  expect(relabel(gallery, ({ label }) => label).gallery).toBe(gallery);
});

test('embeddings are kept as long as those of every entry are known', async () => {
  const { embeddings, ...old } = await galleryOf();
  expect(embeddings).toEqual(cloud.embeddings);
  const grown = await enrol(
    old,
    [{ ...enrolments[0], label: 'b' }],
    { ...cloud.embeddings, rows: 1, data: cloud.embeddings.data.slice(0, 24) },
    typedProduct,
  );
  expect(grown.embeddings).toBeUndefined();
});
