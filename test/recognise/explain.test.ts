import { expect, test } from 'vitest';
import type { PictureCells } from '../../src/backbones/cell-network.ts';
import { dot, matrix, normalise, row } from '../../src/base/matrix.ts';
import { logits } from '../../src/classify/classify.ts';
import { featuresIn } from '../../src/gallery/features-in.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import {
  classEvidence,
  type Evidence,
  evidenceInWords,
  matchWith,
  nearestEvidence,
} from '../../src/recognise/explain.ts';
import { exampleBundle, noise } from '../bundle/example.ts';

const { classifier, gallery } = await exampleBundle();
if (classifier === null || gallery === null) throw new Error('the example has both approaches');
const layout = { rows: 3, columns: 3, channels: 12, cellStep: 12, channelStep: 1, offset: 0 };
const options = { layout, product };

/** A picture whose map is averaged, as most networks do. */
function pictureOf(seed: number): PictureCells {
  const cells = noise(seed, 'cells', 9, 12);
  const pooled = new Float32Array(12).map(
    (_, c) => Array.from({ length: 9 }, (_, i) => row(cells, i)[c]).reduce((a, b) => a + b) / 9,
  );
  const contributions = async (direction: Float32Array) =>
    Float64Array.from({ length: 9 }, (_, i) => dot(row(cells, i), direction) / 9);
  return { cells, pooled, embedding: normalise(pooled.slice()), contributions };
}

const [picture, other] = [pictureOf(1), pictureOf(2)];
const embeddings = matrix(1, 12, picture.embedding);
const whole = ({ cells, constant }: Evidence) => cells.flat().reduce((sum, value) => sum + value, constant);

test('the evidence of the cells and the constant make up the difference of both classes', async () => {
  const [label, against] = classifier.classes;
  const found = await classEvidence(classifier, picture, { label, against }, options);
  const [best, second] = row(await logits(classifier, embeddings, product), 0);
  expect(found?.score).toBeCloseTo((best - second) / classifier.temperature, 4);
  expect(found && whole(found)).toBeCloseTo(found?.score ?? Number.NaN, 6);
  const opposite = await classEvidence(classifier, picture, { label: against, against: label }, options);
  expect(opposite?.cells[1][2]).toBeCloseTo(-(found?.cells[1][2] ?? Number.NaN), 4);
});

test('the constant is the same for all pictures of the same lengths: no cell changes it', async () => {
  const unbiased = { ...classifier, bias: new Float32Array(3), projection: { ...classifier.projection, mean: null } };
  const [label, against] = classifier.classes;
  const found = await classEvidence(unbiased, picture, { label, against }, options);
  expect(found?.constant).toBeCloseTo(0, 4);
});

test('a class that the classifier lacks has no evidence', async () => {
  expect(await classEvidence(classifier, picture, { label: 'none', against: 'class 000' }, options)).toBeNull();
});

test('the nearest picture of a class is the one with the largest similarity', async () => {
  const [label] = classifier.classes;
  const found = await nearestEvidence(gallery, picture, label, options);
  const features = row(await featuresIn(gallery, embeddings, product), 0);
  const own = gallery.entries.flatMap((entry, i) =>
    entry.label === label ? [dot(features, row(gallery.vectors, i))] : [],
  );
  expect(found?.nearest.similarity).toBeCloseTo(Math.max(...own), 6);
  expect(found && whole(found)).toBeCloseTo(Math.max(...own), 5);
  expect(await nearestEvidence(gallery, picture, 'none', options)).toBeNull();
});

test('a picture matches itself cell by cell, and another one from both sides alike', async () => {
  const itself = await matchWith(gallery, picture, picture, options);
  expect(itself.cells.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  for (const similarity of itself.similarities.flat()) expect(similarity).toBeCloseTo(1, 5);
  expect(itself.enrolled.score).toBeCloseTo(1, 5);
  const [there, back] = [
    await matchWith(gallery, picture, other, options),
    await matchWith(gallery, other, picture, options),
  ];
  expect(there.enrolled.score).toBeCloseTo(back.enrolled.score, 5);
  expect(Math.max(...there.similarities.flat())).toBeCloseTo(Math.max(...back.similarities.flat()), 5);
});

test.each([
  [{ cells: [[3, 1]], constant: 0.5 }, '75 % of the evidence lies in the left half'],
  [{ cells: [[1, 1]], constant: -9 }, 'Most of the score lies in no place: it comes from biases or the class token'],
  [{ cells: [[-3, 1]], constant: 3 }, /^All places together speak against it/],
  [{ cells: [[-1, -1]], constant: 1 }, /^All places together speak against it/],
])('says where the evidence lies: %j', ({ cells, constant }, said) => {
  const region = cells[0][0] === 3 ? { name: 'left half', share: 0.75 } : null;
  const score = cells.flat().reduce((sum, value) => sum + value, constant);
  expect(evidenceInWords({ score, cells, constant, region })).toMatch(said);
});
