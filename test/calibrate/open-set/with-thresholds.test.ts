import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normaliseRows } from '../../../src/base/matrix.ts';
import { galleryScore, galleryScorings } from '../../../src/calibrate/open-set/gallery-score.ts';
import { limitsOf } from '../../../src/calibrate/open-set/with-thresholds.ts';
import { cohortMeans } from '../../../src/gallery/cohort-means.ts';
import { takeEntries } from '../../../src/gallery/enrol.ts';
import { enrolledOf } from '../../../src/gallery/enrolled-of.ts';
import { openGallery } from '../../../src/gallery/open-gallery.ts';
import { acceptedFrom } from '../../../src/gallery/threshold.ts';
import { typedProduct as product } from '../../../src/linalg/product.ts';
import { exampleBundle, noise } from '../../bundle/example.ts';
import { rowsOf } from '../../gallery/clouds.ts';

const { gallery } = await exampleBundle({ classes: 5, enrolled: 20 });
if (gallery === null) throw new Error('the example has a gallery');
const { classes } = enrolledOf(gallery);
const cohort = await cohortMeans(gallery, product);
const queries = normaliseRows(noise(4, 'queries', 60, 12));
const plain = await openGallery(gallery, product).recognise(queries);

describe.each(galleryScorings)('limits for the scoring %o', (scoring) => {
  const scores = plain.map(({ score: similarity, candidates: [{ label }], runnerUp }) =>
    galleryScore(
      { best: label, similarity, runnerUp: runnerUp?.score ?? -1, cohort: cohort[classes.indexOf(label)] },
      scoring,
    ),
  );

  test('accept a picture exactly when its score reaches the threshold on scores, and never change the class', async () => {
    const value = [...scores].sort((a, b) => a - b)[30] - 1e-6;
    const threshold = limitsOf({ value, source: 'a test' }, scoring, classes, cohort);
    const found = await openGallery({ ...gallery, threshold }, product).recognise(queries);
    expect(found.map(({ known }) => known)).toEqual(scores.map((score) => score >= value));
    expect(found.filter(({ known }) => known)).toHaveLength(30);
    for (const [i, { known, score, threshold: limit, label, candidates, familiarity }] of found.entries()) {
      expect(known).toBe(score >= (limit ?? Number.NaN));
      expect(familiarity).toBeCloseTo(score - (limit ?? Number.NaN), 12);
      expect(candidates).toEqual(plain[i].candidates);
      expect(label).toBe(known ? candidates[0].label : null);
    }
  });

  test('give way to a threshold of the caller, whatever the class and the runner-up', async () => {
    const threshold = limitsOf({ value: 0.9, source: 'a test' }, scoring, classes, cohort);
    const found = await openGallery({ ...gallery, threshold }, product).recognise(queries, { threshold: 0.1 });
    expect(found.map(({ known, threshold: limit }) => [known, limit])).toEqual(
      plain.map(({ score }) => [score >= 0.1, 0.1]),
    );
  });
});

test('the common value is the mean of the limits of the classes', () => {
  const { value, byClass = {} } = limitsOf({ value: 0.3, source: '' }, { runnerUp: 0, cohort: 0.5 }, classes, cohort);
  const limits = Object.values(byClass);
  expect(value).toBeCloseTo(limits.reduce((sum, limit) => sum + limit, 0) / limits.length, 12);
});

test('a class named like a member of every object has no limit of its own', () => {
  const limit = acceptedFrom({ value: 0.5, source: '', byClass: { a: 0.1 } }, { label: 'constructor' });
  expect(limit).toBe(0.5);
});

test('a lone class has no runner-up to be ambiguous with', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (runnerUp) => {
      expect(acceptedFrom({ value: 0.5, source: '', runnerUp }, { label: 'a', runnerUp: undefined })).toBe(0.5);
    }),
  );
});

test('the cohort mean of a class is the mean similarity of enrolled pictures of others to it', () => {
  const { enrolled } = enrolledOf(gallery);
  const rows = rowsOf(gallery.vectors);
  classes.forEach((_, c) => {
    const centre = rows.reduce(
      (sum, vector, i) => (enrolled.labels[i] === c ? sum.map((value, d) => value + vector[d]) : sum),
      Array<number>(gallery.vectors.columns).fill(0),
    );
    const length = Math.hypot(...centre);
    const others = rows.filter((_, i) => enrolled.labels[i] !== c);
    const similarities = others.map((vector) => vector.reduce((sum, v, d) => sum + (v * centre[d]) / length, 0));
    expect(cohort[c]).toBeCloseTo(similarities.reduce((sum, value) => sum + value, 0) / others.length, 5);
  });
});

test('it does not depend on the order of enrolment, and is 0 for a lone class', async () => {
  const reversed = takeEntries(gallery, [...gallery.entries.keys()].reverse());
  const again = await cohortMeans({ ...gallery, ...reversed }, product);
  again.forEach((value, c) => void expect(value).toBeCloseTo(cohort[c], 6));
  expect(await cohortMeans({ ...gallery, ...takeEntries(gallery, [0]) }, product)).toEqual(Float64Array.of(0));
});
