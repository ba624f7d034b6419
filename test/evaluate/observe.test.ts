import { describe, expect, it, test } from 'vitest';
import { plainProjection } from '../../src/backbones/projection.ts';
import { fromRows, matrix } from '../../src/base/matrix.ts';
import type { Classifier } from '../../src/classify/classifier.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { observe, observeStrangers } from '../../src/evaluate/observe.ts';
import { enrol } from '../../src/gallery/enrol.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { typedProduct } from '../../src/linalg/product.ts';
import { clouds, rowsOf } from '../gallery/clouds.ts';

const cloud = clouds({ a: 4, b: 3, c: 2 }, { dimensions: 5, spread: 0.8 });
const labels = cloud.samples.map(({ label }) => label ?? '');

const classifier: Classifier = {
  head: 'linear',
  projection: plainProjection,
  classes: ['a', 'b', 'c'],
  weights: matrix(3, 5, cloud.embeddings.data.slice(0, 15)),
  bias: Float32Array.of(0.1, 0, -0.1),
  logitScale: 3,
  temperature: 1,
};

function galleryOf(): Promise<Gallery> {
  const empty: Gallery = {
    fingerprint: 'f',
    projection: plainProjection,
    matcher: { name: 'prototype' },
    threshold: { value: 0.6, source: 'test' },
    entries: [],
    vectors: matrix(0, 0),
  };
  const enrolments = cloud.samples.map(({ path }, i) => ({ label: labels[i], path, hash: cloud.hashes[i] }));
  return enrol(empty, enrolments, cloud.embeddings, typedProduct);
}

test('a gallery with nothing enrolled is silent, and the classifier is measured', async () => {
  const full = await galleryOf();
  const emptied = { classifier, gallery: { ...full, entries: [], vectors: matrix(0, full.vectors.columns) } };
  const observed = await observe(emptied, cloud, typedProduct);
  expect(observed).toMatchObject({ gallery: null, unseenLabels: [] });
  expect(observed.classifier).toHaveLength(cloud.samples.length);
  expect(await observeStrangers(emptied, cloud, typedProduct)).toMatchObject({ gallery: null });
});

const pair = async () => ({ classifier, gallery: await galleryOf() });
const asked = clouds({ a: 5, b: 5, c: 5 }, { dimensions: 5, spread: 1, seed: 1 });

/** The same pictures so often that they need several blocks. */
function repeated(embedded: Embedded, times: number): Embedded {
  const repeat = <T>(items: readonly T[]) => Array.from({ length: times }, () => items).flat();
  const embeddings = fromRows(repeat(rowsOf(embedded.embeddings)));
  return { samples: repeat(embedded.samples), embeddings, hashes: repeat(embedded.hashes), skipped: [] };
}

describe('observing', () => {
  it('keeps what the probabilities say of the true class', async () => {
    const { classifier: outcomes } = await observe(await pair(), asked, typedProduct);
    outcomes?.forEach(({ truth, prediction, probabilityOfTruth, rankOfTruth }) => {
      const place = prediction.candidates.findIndex(({ label }) => label === truth);
      expect(rankOfTruth).toBe(place + 1);
      expect(probabilityOfTruth).toBe(prediction.candidates[place].score);
    });
    expect(outcomes?.map(({ truth }) => truth)).toEqual(asked.samples.map(({ label }) => label));
  });

  it('ranks all enrolled pictures for each query', async () => {
    const { gallery: outcomes } = await observe(await pair(), asked, typedProduct);
    const enrolled = rowsOf(cloud.embeddings);
    rowsOf(asked.embeddings).forEach((query, q) => {
      const { truth, retrieval } = outcomes?.[q] ?? {};
      const order = enrolled
        .map((vector, i) => ({ label: labels[i], similarity: vector.reduce((sum, x, j) => sum + x * query[j], 0) }))
        .sort((x, y) => y.similarity - x.similarity);
      const relevant = labels.filter((label) => label === truth).length;
      let found = 0;
      let precision = 0;
      order.slice(0, relevant).forEach(({ label }, place) => {
        if (label === truth) precision += ++found / (place + 1);
      });
      expect(retrieval?.firstIsRight).toBe(order[0].label === truth ? 1 : 0);
      expect(retrieval?.averagePrecisionAtR).toBeCloseTo(precision / relevant, 6);
    });
  });

  it('says the same of many pictures as of few', async () => {
    const approaches = await pair();
    const few = await observe(approaches, asked, typedProduct);
    const many = await observe(approaches, repeated(asked, 600), typedProduct);
    for (const start of [0, 4095, 8985]) {
      const from = start - (start % 15);
      expect(many.classifier?.slice(from, from + 15)).toEqual(few.classifier);
      expect(many.gallery?.slice(from, from + 15)).toEqual(few.gallery);
    }
    expect(many.samples).toHaveLength(9000);
  });

  it('leaves out pictures without a label and of classes that one approach lacks, named in code-point order', async () => {
    const mixed = clouds({ '\u{10000}': 1, a: 1, '\uffff': 2, c: 1, b: 1 }, { dimensions: 5 });
    const samples = mixed.samples.map((sample) => (sample.label === 'b' ? { ...sample, label: null } : sample));
    const approaches = { ...(await pair()), classifier: { ...classifier, classes: ['a', 'b', 'x'] } };
    const seen = await observe(approaches, { ...mixed, samples }, typedProduct);
    expect(seen.unseenLabels).toEqual(['c', '\uffff', '\u{10000}']);
    expect(seen.samples.map(({ label }) => label)).toEqual(['a']);
    expect(seen.classifier).toHaveLength(1);
    expect(seen.gallery).toHaveLength(1);
  });

  it('is silent of an approach that there is not', async () => {
    const { gallery } = await pair();
    expect((await observe({ classifier: null, gallery }, asked, typedProduct)).classifier).toBeNull();
    expect((await observe({ classifier, gallery: null }, asked, typedProduct)).gallery).toBeNull();
    expect(await observeStrangers({ classifier: null, gallery: null }, asked, typedProduct)).toEqual({
      answer: [],
      classifier: null,
      gallery: null,
    });
  });
});
