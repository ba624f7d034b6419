// @module-tag slow
import { beforeAll, describe, expect, test } from 'vitest';
import { efficientNetLite0 } from '../../../src/backbones/cards/efficientnet-lite0.ts';
import type { Bundle } from '../../../src/bundle/bundle.ts';
import { galleryContents } from '../../../src/bundle/kept-evidence.ts';
import { openClassifier } from '../../../src/classify/classify.ts';
import type { Embedded } from '../../../src/data/embedding/embedded.ts';
import { fitApproaches } from '../../../src/fit/fit-approaches.ts';
import { followGallery } from '../../../src/fit/follow-gallery.ts';
import { bundleEvidence } from '../../../src/fit/open-set/bundle-evidence.ts';
import { calibrateBundle } from '../../../src/fit/open-set/calibrate-bundle.ts';
import { cohortMeans } from '../../../src/gallery/cohort-means.ts';
import { enrol, forget } from '../../../src/gallery/enrol.ts';
import type { Gallery } from '../../../src/gallery/gallery.ts';
import { openGallery } from '../../../src/gallery/open-gallery.ts';
import { relabel } from '../../../src/gallery/relabel.ts';
import { productFor } from '../../../src/linalg/product.ts';
import { nodeRuntime } from '../../../src/node/runtime.ts';
import { clouds, even } from '../../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0 };
const train = clouds(even(24, 5), { spread: 0.7 });
const promise = { kind: 'false-accept', share: 0.2 } as const;

let promised: Bundle;
beforeAll(async () => {
  const task = { train, val: null, approach: 'both', fingerprint: 'f' } as const;
  const { classifier, gallery, answering, openSet, split, chosen, hashes } = await fitApproaches(task, tools);
  const provenance = { version: '0', dataset: 'clouds', seed: 0, split, chosen, pictures: hashes };
  const card = { ...efficientNetLite0, dimensions: 24 };
  const parts = { ...(answering && { answering }), ...(openSet && { openSet }) };
  const fitted = { card, fingerprint: 'f', backbone: new Uint8Array(), classifier, gallery, provenance, ...parts };
  promised = (await calibrated(fitted)).bundle;
});

async function calibrated(bundle: Bundle) {
  const kept = await bundleEvidence(bundle, tools);
  return calibrateBundle(bundle, promise, { choosing: kept, carrying: kept, kept }, tools);
}

const galleryOf = ({ gallery }: Bundle): Gallery => gallery ?? expect.fail('it has a gallery');

async function enrolled(bundle: Bundle, { samples, embeddings, hashes }: Embedded) {
  const enrolments = samples.map(({ label, path }, i) => ({ label: label ?? '', path, hash: hashes[i] }));
  return followGallery(bundle, { gallery: await enrol(galleryOf(bundle), enrolments, embeddings, product) }, tools);
}

const forgotten = (bundle: Bundle, label: string) =>
  followGallery(
    bundle,
    { gallery: forget(galleryOf(bundle), (entry) => entry.label === label, label), forgotten: label },
    tools,
  );

const renamed = (bundle: Bundle, from: string, to: string) =>
  followGallery(
    bundle,
    {
      gallery: relabel(galleryOf(bundle), ({ label }) => (label === from ? to : label)).gallery,
      renamed: new Map([[from, to]]),
    },
    tools,
  );

/** The promises of both approaches, and of the one answer. */
const promisesOf = ({ gallery, classifier, answering }: Bundle) =>
  [gallery?.threshold, classifier?.unknown?.threshold, answering?.threshold].map((each) => each?.promise ?? null);

/** The bundle with a limit for every class, of a part of its cohort mean. */
async function withLimits(bundle: Bundle): Promise<Bundle> {
  const gallery = galleryOf(bundle);
  const cohort = await cohortMeans(gallery, product);
  const { classes } = openGallery(gallery, product);
  const byClass = Object.fromEntries(classes.map((label, c) => [label, 0.3 + 0.5 * cohort[c]]));
  return { ...bundle, gallery: { ...gallery, threshold: { ...gallery.threshold, cohort: 0.5, byClass } } };
}

describe('a promise', () => {
  test('stands on every threshold once it is made', () => {
    for (const made of promisesOf(promised)) expect(made).toEqual({ ...promise, units: 24 });
  });

  test.each([
    ['enrolling a class', () => enrolled(promised, clouds({ new: 4 }, { seed: 3 }))],
    ['enrolling a picture of a known class', () => enrolled(promised, clouds({ c00: 1 }, { seed: 3 }))],
    ['forgetting a class', () => forgotten(promised, 'c03')],
    ['merging two classes', () => renamed(promised, 'c03', 'c04')],
  ])('lapses by %s, which is said once', async (_, change) => {
    const { bundle, remarks } = await change();
    for (const made of promisesOf(bundle)) expect(made).toEqual({ ...promise, units: 24, lapsed: true });
    expect(remarks).toContainEqual(expect.stringContaining('no longer holds: calibrate again'));
    const again = await enrolled(bundle, clouds({ other: 2 }, { seed: 4 }));
    expect(again.remarks).toEqual([]);
  });

  test('survives a new name, and so does the evidence', async () => {
    const { bundle, remarks } = await renamed(promised, 'c03', 'zebra');
    expect(remarks).toEqual([]);
    expect(promisesOf(bundle)).toEqual(promisesOf(promised));
    expect(bundle.openSet?.of).toBe(await galleryContents(galleryOf(bundle)));
    expect(await bundleEvidence(bundle, tools)).toBe(bundle.openSet);
    const names = [...(bundle.openSet?.own ?? []), ...(bundle.openSet?.strangers ?? [])].flatMap((picture) => [
      picture.label,
      picture.gallery?.best,
      picture.classifier?.best,
    ]);
    expect(names).toContain('zebra');
    expect(names).not.toContain('c03');
  });

  test('is carried by other evidence where many classes came since', async () => {
    const more = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`new ${i}`, 4]));
    const { bundle } = await enrolled(promised, clouds(more, { seed: 3 }));
    const again = await calibrated(bundle);
    for (const made of promisesOf(again.bundle)) expect(made).toEqual({ ...promise, units: 30 });
  });

  test('holds again for what is enrolled then, once it is calibrated again', async () => {
    const { bundle } = await enrolled(promised, clouds({ new: 4 }, { seed: 3 }));
    expect(bundle.openSet?.own).toEqual(promised.openSet?.own); // One class more needs no new measure.
    const again = await calibrated(bundle);
    for (const made of promisesOf(again.bundle)) expect(made).toEqual({ ...promise, units: 24 });
    expect(again.calibration.perClass.map(({ label }) => label)).toContain('new');
  });

  test('that was never made cannot lapse', async () => {
    const { answering, openSet, ...rest } = promised;
    const bare = { ...rest, gallery: { ...galleryOf(promised), threshold: { value: 0.5, source: 'a test' } } };
    expect((await enrolled(bare, clouds({ new: 4 }, { seed: 3 }))).remarks).toEqual([]);
  });
});

describe('calibrating', () => {
  test('changes no answer but whether it is known', async () => {
    const asked = clouds({ ...even(24, 3), strange: 9, odd: 9, queer: 9 }, { spread: 0.7, seed: 5 }).embeddings;
    const loose = { ...galleryOf(promised), threshold: { value: -1, source: 'a test' } };
    const [before, after] = await Promise.all(
      [loose, galleryOf(promised)].map((gallery) => openGallery(gallery, product).recognise(asked)),
    );
    expect(after.map(({ candidates }) => candidates)).toEqual(before.map(({ candidates }) => candidates));
    expect(after.some(({ known }) => !known)).toBe(true);
  });

  test('that is refused gives back the same bundle', async () => {
    const kept = await bundleEvidence(promised, tools);
    const evidence = { choosing: kept, carrying: kept, kept };
    const wanted = { kind: 'false-accept', share: 0.001, confidence: 0.99 } as const;
    const { bundle, calibration } = await calibrateBundle(promised, wanted, evidence, tools);
    expect(bundle).toBe(promised);
    expect(calibration).toMatchObject({ achieved: null, threshold: null, perClass: [], gallery: null });
    expect(calibration.refused?.needed).toBeGreaterThan(100);
    expect(calibration.refused?.reason).toContain('24 classes cannot carry');
  });

  test('without a promise is the balanced point', async () => {
    const kept = await bundleEvidence(promised, tools);
    const { bundle, calibration } = await calibrateBundle(
      promised,
      null,
      { choosing: kept, carrying: kept, kept },
      tools,
    );
    expect(promisesOf(bundle)).toEqual([null, null, null]);
    expect(calibration.answer?.own.estimate).toBeCloseTo(calibration.tradeOffs.answer.balanced.own, 6);
    expect(calibration.gallery?.strangers.estimate).toBeCloseTo(
      calibration.tradeOffs.gallery?.balanced.strangers ?? 0,
      6,
    );
  });

  test('says for each class how many of its own held-out pictures are accepted', async () => {
    const { calibration } = await calibrated(promised);
    expect(calibration.perClass).toHaveLength(24);
    const counted = calibration.perClass.reduce((sum, { samples }) => sum + samples, 0);
    expect(counted).toBe(promised.openSet?.own.length);
    for (const { accepted } of calibration.perClass) {
      if (accepted !== null) expect(accepted).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('limits of classes', () => {
  test('follow their names, and a new class gets one by its cohort mean', async () => {
    const limited = await withLimits(promised);
    const before = galleryOf(limited).threshold.byClass ?? expect.fail();
    const { bundle: grown } = await enrolled(limited, clouds({ new: 4 }, { seed: 3 }));
    const { bundle } = await renamed(grown, 'c00', 'first');
    const { byClass = {} } = galleryOf(bundle).threshold;
    expect(Object.keys(byClass).sort()).toEqual(openGallery(galleryOf(bundle), product).classes);
    expect(byClass.first).toBe(before.c00);
    expect(byClass.c01).toBe(before.c01);
    const cohort = await cohortMeans(galleryOf(grown), product);
    const at = openGallery(galleryOf(grown), product).classes.indexOf('new');
    expect(byClass.new).toBeCloseTo(0.3 + 0.5 * cohort[at], 1); // 0.3 is the common part of the others.
  });

  test('go with a forgotten class', async () => {
    const { bundle } = await forgotten(await withLimits(promised), 'c03');
    expect(Object.keys(galleryOf(bundle).threshold.byClass ?? {})).not.toContain('c03');
  });
});

test('the classifier still knows the unknown after it has learned again, and the one answer stays', async () => {
  const { bundle, by } = await enrolled(promised, clouds({ new: 4 }, { seed: 3 }));
  expect(by).toBe('learning');
  expect(bundle.classifier?.unknown?.familiarity).toBe(promised.classifier?.unknown?.familiarity);
  expect(bundle.classifier?.unknown?.threshold.value).toBe(promised.classifier?.unknown?.threshold.value);
  expect(bundle.answering?.outcomes).toEqual(promised.answering?.outcomes);
  if (bundle.classifier === null) expect.fail();
  const asked = clouds({ strange: 30, odd: 30 }, { spread: 0.7, seed: 6 }).embeddings;
  const answers = await openClassifier(bundle.classifier, product).recognise(asked);
  expect(answers.filter(({ known }) => !known).length).toBeGreaterThan(20);
});
