// @module-tag slow
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { fromRows, type Matrix, matrix, normaliseRows, takeRows } from '../../src/base/matrix.ts';
import { enrol, forget } from '../../src/gallery/enrol.ts';
import { enrolledOf } from '../../src/gallery/enrolled-of.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { matcherNames, prototypesOf } from '../../src/gallery/matchers/catalogue.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { directions, galleryOf, type Picture, picture, pictures } from './drawn-pictures.ts';
import { everyMatcher, offeredMatchers } from './every-matcher.ts';

const permuted = pictures.chain((some) =>
  fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
);

const queries: Matrix = normaliseRows(
  fromRows([
    [1, 0.2, 0.1],
    [0, 0, 1],
    [-1, 1, 1],
    [-0.3, -0.2, -1],
  ]),
);

/** Scores by label, a query at a time. */
async function scoresOf(some: readonly Picture[], matcher: Gallery['matcher']): Promise<Map<string, number>[]> {
  const open = openGallery(await galleryOf(some, matcher), typedProduct);
  const { data, columns } = await open.scores(queries);
  return Array.from({ length: queries.rows }, (_, q) => {
    return new Map(open.classes.map((label, c) => [label, data[q * columns + c]]));
  });
}

describe.each(offeredMatchers)('the matcher %o', (matcher) => {
  it('gives scores in -1..1', async () => {
    const inRange = async (some: Picture[]) => {
      for (const scores of await scoresOf(some, matcher)) {
        for (const score of scores.values()) expect(Math.abs(score)).toBeLessThanOrEqual(1 + 1e-6);
      }
    };
    await fc.assert(fc.asyncProperty(pictures, inRange));
  });

  it('does not depend on the order of enrolment, ties included', async () => {
    const unchanged = async ([some, others]: Picture[][]) => {
      const [before, after] = [await scoresOf(some, matcher), await scoresOf(others, matcher)];
      before.forEach((scores, q) => {
        for (const [label, score] of scores) expect(after[q].get(label)).toBeCloseTo(score, 5);
      });
    };
    await fc.assert(fc.asyncProperty(permuted, unchanged));
  });

  it('never raises a class by a picture of another one', async () => {
    const notRaised = async (some: Picture[], added: Picture) => {
      const [before, after] = [await scoresOf(some, matcher), await scoresOf([...some, added], matcher)];
      before.forEach((scores, q) => {
        for (const [label, score] of scores) {
          if (label !== added.label) expect(after[q].get(label)).toBeLessThanOrEqual(score + 1e-6);
        }
      });
    };
    await fc.assert(fc.asyncProperty(pictures, picture, notRaised));
  });

  it('scores a class highest whose only picture is the query, where no other looks like it', async () => {
    const found = async (some: Picture[]) => {
      const unlike = some.filter(({ label, direction }) => label !== 'mine' && direction.join() !== '0,0,1');
      const mine = { label: 'mine', hash: 'f'.repeat(64), direction: [0, 0, 1] };
      const [, scores] = await scoresOf([...unlike, mine], matcher);
      expect(scores.get('mine')).toBeCloseTo(1, 5);
      expect(Math.max(...scores.values())).toBeCloseTo(1, 5);
    };
    await fc.assert(fc.asyncProperty(pictures, found));
  });
});

describe.each(everyMatcher)('the matcher %o', (matcher) => {
  it('answers by the prototypes that a bundle keeps as by those that it computes', async () => {
    const alike = async (some: Picture[]) => {
      const gallery = await galleryOf(some, matcher);
      const prototypes = prototypesOf(matcher, enrolledOf(gallery).enrolled);
      const kept = prototypes ? { ...gallery, prototypes } : gallery;
      const [first, second] = await Promise.all(
        [gallery, kept].map((each) => openGallery(each, typedProduct).scores(queries)),
      );
      expect(second).toEqual(first);
    };
    await fc.assert(fc.asyncProperty(pictures, alike), { numRuns: 20 });
  });
});

test('the laws walk every matcher of the catalogue', () => {
  expect(new Set(everyMatcher.map(({ name }) => name))).toEqual(new Set(matcherNames));
});

describe('an open gallery', () => {
  const matcher = { name: 'neighbours', k: 1 } as const;

  it('lists enrolled pictures by similarity, then id, whatever was enrolled first', async () => {
    const listed = async ([some, others]: Picture[][], count: number) => {
      const [first, second] = await Promise.all(
        [some, others].map(async (given) => {
          const gallery = await galleryOf(given, matcher);
          return (await openGallery(gallery, typedProduct).recognise(queries, { neighbours: count })).map((answer) =>
            answer.nearest.map(({ similarity }) => similarity),
          );
        }),
      );
      expect(second).toEqual(first);
    };
    await fc.assert(fc.asyncProperty(permuted, fc.integer({ min: 0, max: 6 }), listed));
    // One content a class, so that an id does not depend on who came first.
    const twins = [3, 1, 2, 0].map((i) => ({ label: `${i}`, hash: `${i}`.repeat(64), direction: [0, 0, 1] }));
    const open = openGallery(await galleryOf(twins, matcher), typedProduct);
    const [{ nearest, candidates }] = await open.recognise(queries, { neighbours: 2, top: 3 });
    expect(nearest.map(({ id }) => id)).toEqual(['0'.repeat(16), '1'.repeat(16)]);
    expect(candidates.map(({ label }) => label)).toEqual(['0', '1', '2']);
  });

  it('lists classes of one score in code-point order, not that of UTF-16', async () => {
    const labels = ['\u{10000}', 'z', '\uffff'];
    const some = labels.map((label, i) => ({ label, hash: `${i}`.repeat(64), direction: [0, 0, 1] }));
    const [answer] = await openGallery(await galleryOf(some, matcher), typedProduct).recognise(queries);
    expect(answer.candidates.map(({ label }) => label)).toEqual(['z', '\uffff', '\u{10000}']);
  });

  it('answers the same in many blocks as one by one', async () => {
    const some = [0, 1, 2, 3].map((i) => ({
      label: `${i % 2}`,
      hash: `${i}`.repeat(64),
      direction: [i - 1, 1, 2 - i],
    }));
    const open = openGallery(await galleryOf(some, { name: 'prototype' }), typedProduct);
    const many = normaliseRows(
      fromRows(Array.from({ length: 10_000 }, (_, i) => [Math.sin(i), Math.cos(i), Math.sin(3 * i)])),
    );
    const together = await open.recognise(many);
    const scores = await open.scores(many);
    const visited: number[] = [];
    await open.visitSimilarities(many, (query) => visited.push(query));
    expect(visited).toEqual(Array.from({ length: many.rows }, (_, i) => i));
    for (const i of [0, 4095, 4096, 8191, 8192, 9999]) {
      const [alone] = await open.recognise(takeRows(many, [i]));
      expect(together[i]).toEqual(alone);
      expect(Math.max(scores.data[2 * i], scores.data[2 * i + 1])).toBe(alone.score);
    }
  });
});

describe('a large gallery', () => {
  const few = [0, 1, 2, 3].map((i) => ({ label: `${i % 2}`, direction: [i - 1, 1, 2 - i] }));
  const copies = 20_000 / few.length; // So that 850 queries are answered in two blocks.
  const copied = (times: number) =>
    Array.from({ length: times * few.length }, (_, i) => ({
      ...few[i % few.length],
      hash: Math.floor(i / few.length + 1000 * (i % few.length) * copies)
        .toString(16)
        .padStart(16, '0'),
    }));
  const asked = normaliseRows(
    fromRows(Array.from({ length: 850 }, (_, i) => [Math.sin(i), Math.cos(i), Math.sin(3 * i)])),
  );

  // To `balanced` a class of copies is one whose pictures are all alike.
  it.each(['prototype', 'neighbours'] as const)('of many copies answers as a small one by %s', async (name) => {
    const [small, large] = await Promise.all(
      [1, copies].map(async (times) =>
        openGallery(await galleryOf(copied(times), { name, k: 1 }), typedProduct).recognise(asked, { neighbours: 0 }),
      ),
    );
    large.forEach(({ candidates, known }, q) => {
      const scores = new Map(small[q].candidates.map(({ label, score }) => [label, score]));
      expect(known).toBe(small[q].known);
      for (const { label, score } of candidates) expect(Math.abs(score - (scores.get(label) ?? 9))).toBeLessThan(1e-6);
    });
  });
});

describe('enrolling and forgetting', () => {
  const matcher = { name: 'prototype' } as const;

  it('enrols nothing twice, with ids that are unique and stay', async () => {
    const lasting = async (some: Picture[], more: Picture[]) => {
      const once = await galleryOf(some, matcher);
      const given = [...some, ...more, ...more];
      const enrolments = given.map(({ label, hash }) => ({ label, hash, path: 'again' }));
      const twice = await enrol(once, enrolments, directions(given), typedProduct);
      expect(twice.entries.slice(0, once.entries.length)).toEqual(once.entries);
      expect(new Set(twice.entries.map(({ id }) => id)).size).toBe(twice.entries.length);
      const kinds = new Set([...some, ...more].map(({ label, hash }) => `${hash} ${label}`));
      expect(twice.entries).toHaveLength(kinds.size);
      expect(twice.vectors.rows).toBe(kinds.size);
      expect(twice.vectors.data.slice(0, once.vectors.data.length)).toEqual(once.vectors.data);
    };
    await fc.assert(fc.asyncProperty(pictures, pictures, lasting));
  });

  it('answers after forgetting as if it had never been enrolled', async () => {
    const some = ['a', 'b', 'c', 'a'].map((label, i) => ({
      label,
      hash: `${i}`.repeat(64),
      direction: [i, 1, -i],
    }));
    const left = forget(await galleryOf(some, matcher), ({ label }) => label === 'a', 'a');
    const never = await galleryOf(
      some.filter(({ label }) => label !== 'a'),
      matcher,
    );
    expect(left).toEqual(never);
  });

  it('forgets all, and enrols again', async () => {
    const some = [{ label: 'a', hash: '0'.repeat(64), direction: [0, 0, 1] }];
    const full = await galleryOf(some, matcher);
    const emptied = forget(full, () => true, 'all');
    expect(emptied.entries).toEqual([]);
    const enrolments = [{ label: 'a', hash: '0'.repeat(64), path: full.entries[0].path }];
    expect(await enrol(emptied, enrolments, directions(some), typedProduct)).toEqual(full);
  });

  it('numbers pictures of one content, and leaves the others their ids when one is forgotten', async () => {
    const hash = 'ab'.repeat(32);
    const some = ['a', 'b', 'c'].map((label) => ({ label, hash, direction: [0, 0, 1] }));
    const gallery = await galleryOf(some, matcher);
    const stem = 'ab'.repeat(8);
    expect(gallery.entries.map(({ id }) => id)).toEqual([stem, `${stem}-2`, `${stem}-3`]);
    const left = forget(gallery, ({ label }) => label === 'b', 'b');
    expect(left.entries).toEqual([gallery.entries[0], gallery.entries[2]]);
    const more = { label: 'd', hash, path: 'd' };
    const { entries } = await enrol(left, [more], directions(some.slice(0, 1)), typedProduct);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
    expect(entries.slice(0, 2)).toEqual(left.entries);
  });

  it('forgets nothing that is not there', async () => {
    const gallery = await galleryOf([{ label: 'a', hash: '0'.repeat(64), direction: [0, 0, 1] }], matcher);
    const nope = () => forget(gallery, ({ label }) => label === 'nope', '--label nope');
    expect(nope).toThrow(expect.objectContaining({ code: 'not-found', given: '--label nope' }));
    expect(() =>
      openGallery(
        forget(gallery, () => true, 'all'),
        typedProduct,
      ),
    ).toThrow(expect.objectContaining({ code: 'empty' }));
  });

  it('refuses embeddings of another network', async () => {
    const gallery = await galleryOf([{ label: 'a', hash: '0'.repeat(64), direction: [0, 0, 1] }], matcher);
    const other = fromRows([[1, 0]]);
    const enrolment = { label: 'a', hash: '1'.repeat(64), path: 'x' };
    await expect(openGallery(gallery, typedProduct).recognise(other)).rejects.toMatchObject({ code: 'fingerprint' });
    await expect(enrol(gallery, [enrolment], other, typedProduct)).rejects.toMatchObject({ code: 'fingerprint' });
    const whitened = { ...gallery, projection: { ...plainProjection, weights: matrix(3, 3) }, vectors: matrix(0, 0) };
    await expect(enrol(whitened, [enrolment], other, typedProduct)).rejects.toMatchObject({ code: 'fingerprint' });
  });

  it('enrols nothing where nothing is given, whatever its dimensions', async () => {
    const gallery = await galleryOf([{ label: 'a', hash: '0'.repeat(64), direction: [0, 0, 1] }], matcher);
    const whitened = { ...gallery, projection: { ...plainProjection, weights: matrix(3, 3) } };
    for (const before of [gallery, whitened])
      expect(await enrol(before, [], fromRows([]), typedProduct)).toEqual(before);
  });

  it('refuses embeddings that are not one a picture', async () => {
    const gallery = await galleryOf([{ label: 'a', hash: '0'.repeat(64), direction: [0, 0, 1] }], matcher);
    await expect(enrol(gallery, [], fromRows([[1, 0, 0]]), typedProduct)).rejects.toMatchObject({ code: 'internal' });
  });
});
