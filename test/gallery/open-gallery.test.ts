import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { fromRows, matrix, normaliseRows, takeRows } from '../../src/base/matrix.ts';
import { enrol, forget } from '../../src/gallery/enrol.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import type { MatcherSpec } from '../../src/gallery/matchers/catalogue.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { clouds, even, rowsOf } from './clouds.ts';

const golden = JSON.parse(readFileSync(new URL('../golden/projections.json', import.meta.url), 'utf8'));
const empty: Gallery = {
  fingerprint: 'f',
  projection: plainProjection,
  matcher: { name: 'prototype' },
  threshold: { value: 0.5, source: 'test' },
  entries: [],
  vectors: matrix(0, 0),
};
const cloud = clouds(even(6, 5), { spread: 0.8 });
const queries = clouds(even(6, 3), { spread: 0.8, seed: 1 });
const enrolments = cloud.samples.map(({ label, path }, i) => ({ label: label ?? '', path, hash: cloud.hashes[i] }));

function galleryOf(matcher: MatcherSpec, order = enrolments.map((_, i) => i)): Promise<Gallery> {
  const chosen = order.map((i) => enrolments[i]);
  return enrol({ ...empty, matcher }, chosen, takeRows(cloud.embeddings, order), typedProduct);
}

const similarity = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, j) => sum + value * b[j], 0);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Each matcher, loop by loop: the score of one class, whose members' vectors are given, among all vectors. */
const definitions: Record<
  'prototype' | 'neighbours' | 'balanced' | 'vote',
  (q: number[], own: number[][], all: number[][], k: number) => number
> = {
  prototype: (query, own) => {
    const [[...centre]] = rowsOf(normaliseRows(fromRows([own[0].map((_, j) => mean(own.map((vector) => vector[j])))])));
    return similarity(query, centre);
  },
  neighbours: (query, own, _, k) => {
    const near = own.map((vector) => similarity(query, vector)).sort((a, b) => b - a);
    return mean(near.slice(0, k));
  },
  balanced: (query, own, _, k) => {
    const pairs = own.flatMap((a, i) => own.slice(i + 1).map((b) => similarity(a, b)));
    const others = own.length - 1;
    const squaredLength = (others * (pairs.length > 0 ? mean(pairs) : 0) + k * 0.5) / (others + k);
    const cosine = mean(own.map((vector) => similarity(query, vector))) / Math.sqrt(Math.max(squaredLength, 0.05));
    return cosine / (1 + cosine ** 8) ** (1 / 8);
  },
  vote: (query, own, all, k) => {
    const voters = [...all].sort((a, b) => similarity(query, b) - similarity(query, a)).slice(0, k);
    return (
      voters.reduce((sum, voter) => sum + (own.includes(voter) ? Math.max(0, similarity(query, voter)) : 0), 0) / k
    );
  },
};

describe.each(Object.keys(definitions) as (keyof typeof definitions)[])('the matcher %s', (name) => {
  it.each([1, 3, 9])('is its definition with k = %s, also above the pictures of a class', async (k) => {
    const gallery = await galleryOf({ name, k });
    const { classes, scores } = openGallery(gallery, typedProduct);
    const [all, found] = [rowsOf(gallery.vectors), rowsOf(await scores(queries.embeddings))];
    rowsOf(queries.embeddings).forEach((query, q) => {
      classes.forEach((label, c) => {
        const own = all.filter((_, i) => gallery.entries[i].label === label);
        expect(found[q][c]).toBeCloseTo(definitions[name](query, own, all, k), 5);
      });
    });
  });

  it('finds the class of every enrolled picture', async () => {
    const open = openGallery(await galleryOf({ name, k: 1 }), typedProduct);
    const answers = await open.recognise(cloud.embeddings);
    const right = answers.filter(({ candidates }, i) => candidates[0].label === cloud.samples[i].label).length;
    expect(right).toBe(30);
  });
});

describe('an open gallery', () => {
  it('finds the nearest enrolled pictures exactly', async () => {
    const [train, asked] = [fromRows(golden.train), fromRows(golden.test)];
    const chosen = golden.labels.map((label: number, i: number) => ({
      label: `c${label}`,
      path: `${i}`,
      hash: `h${i}`,
    }));
    const gallery = await enrol(empty, chosen, train, typedProduct);
    const answers = await openGallery(gallery, typedProduct).recognise(asked);
    expect(answers.map(({ nearest }) => nearest.map(({ path }) => Number(path)))).toEqual(golden.nearest);
  });

  it('knows a picture exactly when its similarity reaches the threshold', async () => {
    const open = openGallery(await galleryOf({ name: 'prototype' }), typedProduct);
    const [{ score, candidates }] = await open.recognise(queries.embeddings);
    const [at] = await open.recognise(queries.embeddings, { threshold: score });
    const [above] = await open.recognise(queries.embeddings, { threshold: score + 1e-6 });
    expect([at.known, at.label]).toEqual([true, candidates[0].label]);
    expect([above.known, above.label, above.candidates]).toEqual([false, null, candidates]);
  });

  it('lists as many classes and pictures as are asked for, ties by id', async () => {
    const twins = [3, 1, 2].map((i) => ({ label: 'twin', path: `${i}.png`, hash: `${i}`.repeat(64) }));
    const vectors = fromRows(twins.map(() => [1, 0]));
    const open = openGallery(await enrol(empty, twins, vectors, typedProduct), typedProduct);
    const [{ nearest, candidates }] = await open.recognise(fromRows([[1, 0]]), { neighbours: 3, top: 9 });
    expect(nearest.map(({ path }) => path)).toEqual(['1.png', '2.png', '3.png']);
    expect(candidates).toHaveLength(1);
  });

  it('answers one picture as it answers many', async () => {
    const open = openGallery(await galleryOf({ name: 'balanced', k: 2, nearest: 0.3 }), typedProduct);
    const together = await open.recognise(queries.embeddings);
    const alone = await Promise.all(
      queries.samples.map(async (_, i) => (await open.recognise(takeRows(queries.embeddings, [i])))[0]),
    );
    expect(alone).toEqual(together);
  });
});

describe('enrolling and forgetting', () => {
  it('enrols a picture once under a label, and under a second label with an id of its own', async () => {
    const once = await galleryOf(empty.matcher, [0, 1]);
    const again = await enrol(
      once,
      [enrolments[0], { ...enrolments[1], label: 'other' }],
      takeRows(cloud.embeddings, [0, 1]),
      typedProduct,
    );
    expect(again.entries).toHaveLength(3);
    expect(new Set(again.entries.map(({ id }) => id)).size).toBe(3);
    expect(again.vectors.rows).toBe(3);
  });

  it('keeps vectors beside their entries', async () => {
    const gallery = await galleryOf(empty.matcher);
    const left = forget(gallery, ({ label }) => label === 'c02', 'c02');
    expect(left.entries.some(({ label }) => label === 'c02')).toBe(false);
    left.entries.forEach(({ id }, i) => {
      const before = gallery.entries.findIndex((entry) => entry.id === id);
      expect(rowsOf(left.vectors)[i]).toEqual(rowsOf(gallery.vectors)[before]);
    });
  });
});
