import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCodePoint } from '../../src/base/hash.ts';
import { type Matrix, normaliseRows, takeRows } from '../../src/base/matrix.ts';
import { enrol, forget } from '../../src/gallery/enrol.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { clouds } from './clouds.ts';
import { directions, galleryOf, type Picture, pictures } from './drawn-pictures.ts';
import { everyMatcher, offeredMatchers } from './every-matcher.ts';

describe.each(everyMatcher)('an enrolled picture that is asked again, by %o', (matcher) => {
  const answersTo = async (gallery: Gallery, some: readonly Picture[]) =>
    (await openGallery(gallery, typedProduct).recognise(recomputed(directions(some)))).map(
      ({ candidates: [best] }) => best,
    );

  it('gets its own label, whatever else is enrolled, and the first of its labels where it has several', async () => {
    const itself = async (some: Picture[]) => {
      const answers = await answersTo(await galleryOf(some, matcher), some);
      for (const [i, { direction }] of some.entries()) {
        const own = some.filter((other) => other.direction.join() === direction.join()).map(({ label }) => label);
        expect(answers[i].label).toBe(own.sort(byCodePoint)[0]);
        expect(answers[i].score).toBeCloseTo(1, 4);
      }
    };
    await fc.assert(fc.asyncProperty(pictures, itself));
  });

  it('gets its new label once it is forgotten and enrolled under that', async () => {
    const cloud = clouds({ many: 60, few: 3, new: 1 }, { spread: 1.5 });
    const some = cloud.samples.map(({ label, path }, i) => ({ label: label ?? '', path, hash: cloud.hashes[i] }));
    const empty = await galleryOf([], matcher);
    const before = await enrol(empty, some, cloud.embeddings, typedProduct);
    for (const [i, label] of [
      [0, 'few'],
      [1, 'new'],
      [60, 'many'],
      [2, 'alone'],
    ] as const) {
      const [id, embedding] = [before.entries[i].id, takeRows(cloud.embeddings, [i])];
      const without = forget(before, (entry) => entry.id === id, id);
      const after = await enrol(without, [{ ...some[i], label }], embedding, typedProduct);
      const [answer] = await openGallery(after, typedProduct).recognise(recomputed(embedding));
      expect([answer.label, answer.known]).toEqual([label, true]);
    }
  });
});

/** As another run of the network gives it: not the same to the last digit. */
function recomputed(embeddings: Matrix): Matrix {
  return normaliseRows({ ...embeddings, data: embeddings.data.map((value, i) => value * (1 + 1e-6 * Math.sin(i))) });
}

describe.each(offeredMatchers)('a class of few pictures, by %o', (matcher) => {
  it.each([1, 3, 5])('wins its pictures against classes of a hundred: %i', async (count) => {
    const learned = clouds({ large: 100, larger: 120, small: count }, { spread: 0.8 });
    const enrolments = learned.samples.map(({ label, path }, i) => ({
      label: label ?? '',
      path,
      hash: learned.hashes[i],
    }));
    const gallery = await enrol(await galleryOf([], matcher), enrolments, learned.embeddings, typedProduct);
    const asked = clouds({ large: 20, small: 20 }, { spread: 0.8, seed: 1 });
    const answers = await openGallery(gallery, typedProduct).recognise(asked.embeddings);
    const right = answers.filter(({ candidates: [best] }, i) => best.label === asked.samples[i].label);
    expect(right.length).toBeGreaterThanOrEqual(38);
  });
});
