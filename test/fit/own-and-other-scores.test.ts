import { expect, test } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { matrix, row } from '../../src/base/matrix.ts';
import { ownAndOtherScores } from '../../src/fit/gallery/own-and-other-scores.ts';
import { labelled, labelledBy } from '../../src/fit/labelled.ts';
import { enrol } from '../../src/gallery/enrol.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import type { MatcherSpec } from '../../src/gallery/matchers/catalogue.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const matchers: readonly MatcherSpec[] = [
  { name: 'prototype' },
  { name: 'neighbours', k: 3 },
  { name: 'balanced', k: 2, nearest: 0.3 },
];

async function galleryOf(counts: Readonly<Record<string, number>>): Promise<Gallery> {
  const { samples, hashes, embeddings } = clouds(counts, { dimensions: 4, spread: 1 });
  const empty: Gallery = {
    fingerprint: 'f',
    projection: plainProjection,
    matcher: matchers[0],
    threshold: { value: 0, source: 'test' },
    entries: [],
    vectors: matrix(0, 0),
  };
  const enrolments = samples.map(({ label, path }, i) => ({ label: label ?? '', path, hash: hashes[i] }));
  return enrol(empty, enrolments, embeddings, product);
}

// 6,000 enrolled pictures: 3,000 judges then need two blocks.
test.each([
  ['few', even(12, 6), even(12, 4)],
  ['several blocks', even(12, 500), even(12, 250)],
])('is what an open gallery scores, for every matcher: %s', async (_, counts, asked) => {
  const gallery = await galleryOf(counts);
  const heldOut = labelled(clouds(asked, { dimensions: 4, spread: 1, seed: 1 }));
  const nearness = await ownAndOtherScores(heldOut, gallery, matchers, product);
  for (const [m, matcher] of matchers.entries()) {
    const scores = await openGallery({ ...gallery, matcher }, product).scores(heldOut.embeddings);
    const own = Float64Array.from(heldOut.labels, (label, i) => row(scores, i)[label]);
    const other = Float64Array.from(heldOut.labels, (label, i) =>
      Math.max(...row(scores, i).filter((_, c) => c !== label)),
    );
    expect(nearness[m]).toEqual({ own, other });
  }
});

test('is infinitely far from other classes where there is none', async () => {
  const heldOut = labelledBy(['only'], clouds({ only: 2 }, { dimensions: 4, seed: 1 }));
  const [{ own, other }] = await ownAndOtherScores(heldOut, await galleryOf({ only: 3 }), matchers, product);
  expect(own.every(Number.isFinite)).toBe(true);
  expect([...other]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
});
