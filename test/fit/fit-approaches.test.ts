// @module-tag slow
import { describe, expect, it, test } from 'vitest';
import { fromRows, takeRows } from '../../src/base/matrix.ts';
import type { Progress } from '../../src/base/progress.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { measureClassifier, measureGallery } from '../../src/evaluate/measure-approach.ts';
import { observe, observeStrangers } from '../../src/evaluate/observe.ts';
import { type FitTask, fitApproaches } from '../../src/fit/fit-approaches.ts';
import { holdOut } from '../../src/fit/held-out/hold-out.ts';
import { labelled } from '../../src/fit/labelled.ts';
import { fitProjection } from '../../src/fit/projection-candidates.ts';
import { enrol } from '../../src/gallery/enrol.ts';
import { enrolledOf } from '../../src/gallery/enrolled-of.ts';
import { fittedMatcher } from '../../src/gallery/matchers/catalogue.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { whitened } from '../../src/spaces/whitened.ts';
import { nearestMeanSpace } from '../../src/train/nearest-mean.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0 };
const learnFrom = (train: Embedded, rest: Partial<FitTask> = {}, more = {}) =>
  fitApproaches({ train, val: null, approach: 'both', fingerprint: 'f', ...rest }, { ...tools, ...more });

/** Typed arrays and all, as text. */
const written = (value: unknown) =>
  JSON.stringify(value, (key, inner) =>
    key === 'seconds' ? 0 : ArrayBuffer.isView(inner) ? Array.from(inner as Float32Array) : inner,
  );

async function accuracies(fitted: Awaited<ReturnType<typeof learnFrom>>, test: Embedded) {
  const { classifier, gallery } = await observe(fitted, test, product);
  return {
    classifier: classifier && measureClassifier(classifier, { seed: 0 }).accuracy,
    gallery: gallery && measureGallery(gallery, { seed: 0 }).accuracy,
  };
}

describe('fitting both approaches', () => {
  test.each([
    ['two classes', { a: 20, b: 20 }],
    ['ten classes', even(10, 12)],
    ['enough classes for discriminants', even(20, 8)],
    ['uneven classes', { a: 60, b: 12, c: 5, d: 2, e: 1 }],
    ['two pictures a class', even(12, 2)],
  ])('learns %s', async (_, counts) => {
    const test = clouds(Object.fromEntries(Object.keys(counts).map((label) => [label, 6])), { seed: 9 });
    const fitted = await learnFrom(clouds(counts));
    const { classifier, gallery } = await accuracies(fitted, test);
    expect(classifier).toBeGreaterThan(0.9);
    expect(gallery).toBeGreaterThan(0.9);
    expect(fitted.classifier?.classes).toEqual(Object.keys(counts));
    expect(fitted.gallery?.entries).toHaveLength(clouds(counts).samples.length);
  });

  it('learns one picture a class without validation, and says so', async () => {
    const fitted = await learnFrom(clouds(even(12, 1)));
    expect(fitted.validation).toEqual({ classifier: null, gallery: null });
    expect(fitted.remarks).toEqual([
      'no picture could be held out for validation: give every class two pictures or more',
      expect.stringMatching(
        /^too few classes or scenes to let classes play strangers: .* similarities between classes/,
      ),
    ]);
    expect(fitted.gallery?.threshold.source).toContain('similarities between classes');
    const { classifier, gallery } = await accuracies(fitted, clouds(even(12, 6), { seed: 9 }));
    expect(classifier).toBeGreaterThan(0.8);
    expect(gallery).toBeGreaterThan(0.8);
  });

  it('builds only a gallery of one class', async () => {
    const fitted = await learnFrom(clouds({ only: 10 }));
    expect(fitted.classifier).toBeNull();
    expect(fitted.remarks).toContain('only one class: a classifier needs two, so only the gallery was built');
    const known = await observeStrangers(fitted, clouds({ only: 20 }, { seed: 3 }), product);
    expect(known.gallery?.filter(({ known }) => known).length).toBeGreaterThan(12);
    expect((await learnFrom(clouds({ only: 1 }))).gallery?.threshold.source).toContain('a guess');
  });

  it('gives the same bytes for the same pictures and seed', async () => {
    const cloud = clouds(even(6, 8), { spread: 1.2 });
    const [once, again] = [await learnFrom(cloud), await learnFrom(cloud)];
    expect(written(once)).toBe(written(again));
    expect(written(await learnFrom(cloud, {}, { seed: 1 }))).not.toBe(written(once));
  });

  it('only selects on a val part that is given', async () => {
    const [train, val] = [clouds({ a: 8, b: 8 }), clouds({ a: 4, b: 4, c: 4 }, { seed: 2 })];
    const fitted = await learnFrom(train, { val });
    expect(fitted.gallery?.entries.map(({ hash }) => hash).sort()).toEqual([...train.hashes].sort());
    expect(fitted.classifier?.classes).toEqual(['a', 'b']);
    const validated = val.hashes.filter((_, i) => val.samples[i].label !== 'c');
    expect(fitted.hashes).toEqual([...train.hashes, ...validated].sort());
    expect(fitted.split).toEqual({ train: 16, val: 8, test: 0 });
    expect(fitted.unseenLabels).toEqual(['c']);
    expect(fitted.remarks).toEqual([
      'left out 4 pictures of val, of a class that train lacks: c',
      expect.stringContaining('too few classes or scenes to let classes play strangers'),
    ]);
  });

  it('leaves out pictures without a label', async () => {
    const cloud = clouds({ a: 6, b: 6, nobody: 3 });
    const samples = cloud.samples.map((sample) => (sample.label === 'nobody' ? { ...sample, label: null } : sample));
    const fitted = await learnFrom({ ...cloud, samples });
    expect(fitted.classifier?.classes).toEqual(['a', 'b']);
    expect(fitted.remarks).toContain('left out 3 pictures without a label');
  });

  it('stops when it is told to', async () => {
    const stopped = learnFrom(clouds(even(6, 8)), {}, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  });

  it.each(['choosing the gallery', 'choosing the classifier'])(
    'says what to do then, also where it is %s',
    async (at) => {
      const stop = new AbortController();
      const progress: Progress = ({ stage, done }) => stage === at && done === 1 && stop.abort();
      const stopped = learnFrom(clouds(even(6, 20)), {}, { signal: stop.signal, progress });
      await expect(stopped).rejects.toMatchObject({ todo: expect.stringContaining('run the command again') });
    },
  );

  it('builds what is asked for', async () => {
    const cloud = clouds({ a: 6, b: 6 });
    expect((await learnFrom(cloud, { approach: 'gallery' })).classifier).toBeNull();
    expect((await learnFrom(cloud, { approach: 'classifier' })).gallery).toBeNull();
  });

  it('can give the gallery a learned metric, and does not where that is ahead by no more than chance', async () => {
    const cloud = clouds(even(6, 20), { spread: 1 });
    const spec = { name: 'nearestMean', power: 0.75, shrinkage: 0.1 } as const;
    const space = await fitProjection(spec, labelled(cloud), tools);
    const begun = await whitened(labelled(cloud), spec, product);
    expect(space).toEqual(begun && (await nearestMeanSpace(labelled(cloud), begun, tools)));
    expect(await fitProjection(spec, labelled(clouds(even(6, 1))), tools)).toBeNull();
    expect((await learnFrom(cloud, { approach: 'gallery' })).chosen.gallery?.projection.name).not.toBe('nearestMean');
  });

  it('sets the threshold at the 0.05 quantile of what was held out, where classes are too few to play strangers', async () => {
    const cloud = clouds(even(2, 60), { spread: 1.2 });
    const { gallery, chosen } = await learnFrom(cloud, { approach: 'gallery', keepSuspects: true });
    const { train, val } = await holdOut(cloud, 0, product);
    if (!gallery || !chosen.gallery) throw new Error('no gallery');
    const projection = await fitProjection(chosen.gallery.projection, labelled(train), {
      runtime: nodeRuntime,
      product,
      seed: 0,
    });
    if (!projection) throw new Error('no projection');
    const enrolments = train.samples.map(({ label, path }, i) => ({ label: label ?? '', path, hash: train.hashes[i] }));
    const bare = { ...gallery, projection, entries: [], vectors: fromRows([]) };
    const filled = await enrol(bare, enrolments, train.embeddings, product);
    const open = openGallery(
      { ...filled, matcher: fittedMatcher(gallery.matcher, enrolledOf(filled).enrolled) },
      product,
    );
    const scores = (await open.recognise(val.embeddings)).map(({ score }) => score).sort((a, b) => a - b);
    const at = 0.05 * (scores.length - 1);
    const [low, high] = [scores[Math.floor(at)], scores[Math.ceil(at)]];
    expect(gallery.threshold.value).toBeCloseTo(low + (at % 1) * (high - low), 5);
  });
});

describe('observing', () => {
  it('leaves out pictures of classes that it lacks, and names them', async () => {
    const fitted = await learnFrom(clouds({ a: 6, b: 6 }));
    const seen = await observe(fitted, clouds({ a: 2, z: 2, b: 1, y: 1 }, { seed: 4 }), product);
    expect(seen.unseenLabels).toEqual(['y', 'z']);
    expect(seen.samples.map(({ label }) => label)).toEqual(['a', 'a', 'b']);
    expect(seen.classifier?.map(({ truth }) => truth)).toEqual(['a', 'a', 'b']);
    expect(seen.gallery?.map(({ retrieval }) => retrieval?.firstIsRight)).toEqual([1, 1, 1]);
  });

  it('says the same of a picture whatever stands beside it', async () => {
    const fitted = await learnFrom(clouds(even(4, 6)));
    const asked = clouds(even(4, 3), { seed: 5 });
    const together = await observeStrangers(fitted, asked, product);
    const alone = await observeStrangers(fitted, { embeddings: takeRows(asked.embeddings, [7]) }, product);
    expect(alone.gallery?.[0].label).toBe(together.gallery?.[7].label);
    expect(alone.classifier?.[0].score).toBeCloseTo(together.classifier?.[7].score ?? 0, 5);
  });
});
