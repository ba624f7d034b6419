import { beforeAll, describe, expect, test } from 'vitest';
import { efficientNetLite0 } from '../../src/backbones/cards/efficientnet-lite0.ts';
import type { Bundle } from '../../src/bundle/bundle.ts';
import { classDifference } from '../../src/bundle/class-difference.ts';
import { seenPictures } from '../../src/bundle/with-gallery.ts';
import { openClassifier } from '../../src/classify/classify.ts';
import type { Embedded } from '../../src/data/embedding/embedded.ts';
import { fitApproaches } from '../../src/fit/fit-approaches.ts';
import { followGallery } from '../../src/fit/follow-gallery.ts';
import { enrol, forget } from '../../src/gallery/enrol.ts';
import type { Gallery } from '../../src/gallery/gallery.ts';
import { relabel } from '../../src/gallery/relabel.ts';
import { productFor } from '../../src/linalg/product.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { clouds, even } from '../gallery/clouds.ts';

const product = productFor(nodeRuntime);
const tools = { runtime: nodeRuntime, product, seed: 0 };
const train = clouds(even(6, 8));

let fitted: Bundle;
beforeAll(async () => {
  fitted = await bundleOf('both');
});

async function bundleOf(approach: 'both' | 'gallery', embedded = train): Promise<Bundle> {
  const task = { train: embedded, val: null, approach, fingerprint: 'f' };
  const { classifier, gallery, split, chosen, hashes } = await fitApproaches(task, tools);
  const provenance = { version: '0', dataset: 'clouds', seed: 0, split, chosen, pictures: hashes };
  const card = { ...efficientNetLite0, dimensions: 24 };
  return { card, fingerprint: 'f', backbone: new Uint8Array(), classifier, gallery, provenance };
}

const galleryOf = ({ gallery }: Bundle): Gallery => gallery ?? expect.fail('it has a gallery');
const withoutEmbeddings = (bundle: Bundle): Bundle => {
  const { embeddings, ...gallery } = galleryOf(bundle);
  return { ...bundle, gallery };
};

async function enrolled(bundle: Bundle, { samples, embeddings, hashes }: Embedded) {
  const enrolments = samples.map(({ label, path }, i) => ({ label: label ?? '', path, hash: hashes[i] }));
  return followGallery(bundle, { gallery: await enrol(galleryOf(bundle), enrolments, embeddings, product) }, tools);
}

const forgotten = (bundle: Bundle, label: string) => {
  const gallery = forget(galleryOf(bundle), (entry) => entry.label === label, label);
  return followGallery(bundle, { gallery, forgotten: label }, tools);
};

/** The share of pictures that the classifier names rightly. */
async function accuracy({ classifier }: Bundle, { samples, embeddings }: Embedded): Promise<number> {
  if (classifier === null) return 0;
  const predictions = await openClassifier(classifier, product).recognise(embeddings);
  return predictions.filter(({ label }, i) => label === samples[i].label).length / samples.length;
}

/** A bundle whose head would take too long to learn again. */
function tooDear(bundle: Bundle): Bundle {
  const { chosen } = bundle.provenance;
  const classifier = { ...(chosen.classifier as object), epochs: 1e9 };
  return { ...bundle, provenance: { ...bundle.provenance, chosen: { ...chosen, classifier } } };
}

describe.each([
  ['learned again', (bundle: Bundle) => bundle, 'learning'],
  ['in closed form, where learning would take long', tooDear, 'closed-form'],
] as const)('a classifier that follows, %s,', (_, prepared, by) => {
  test('knows a class that was enrolled with three pictures, and still the others', async () => {
    const followed = await enrolled(prepared(fitted), clouds({ new: 3 }));
    expect(followed).toMatchObject({ by, remarks: [] });
    expect(followed.bundle.classifier?.classes).toEqual([...Object.keys(even(6, 1)), 'new']);
    expect(await accuracy(followed.bundle, clouds({ new: 12, ...even(6, 6) }, { seed: 5 }))).toBeGreaterThan(0.9);
    expect(classDifference(followed.bundle)).toBeNull();
    expect(followed.bundle.classifier?.temperature).toBe(fitted.classifier?.temperature);
  });

  test('does not know a class that was forgotten', async () => {
    const followed = await forgotten(prepared(fitted), 'c02');
    expect(followed.by).toBe(by);
    expect(followed.bundle.classifier?.classes).toEqual(['c00', 'c01', 'c03', 'c04', 'c05']);
    expect(galleryOf(followed.bundle).embeddings?.rows).toBe(40);
    const left = clouds({ c00: 6, c01: 6, c03: 6 }, { seed: 5 });
    expect(await accuracy(followed.bundle, left)).toBeGreaterThan(0.9);
  });

  test('names the pictures of merged classes by the class that took them up', async () => {
    const before = prepared(fitted);
    const { gallery } = relabel(galleryOf(before), ({ label }) => (label === 'c01' ? 'c00' : label));
    const followed = await followGallery(before, { gallery, renamed: new Map([['c01', 'c00']]) }, tools);
    expect(followed.bundle.classifier?.classes).not.toContain('c01');
    const asked = clouds({ c00: 6, c01: 6, c02: 6 }, { seed: 5 });
    const samples = asked.samples.map((sample) => (sample.label === 'c01' ? { ...sample, label: 'c00' } : sample));
    expect(await accuracy(followed.bundle, { ...asked, samples })).toBeGreaterThan(0.9);
  });
});

test('a class renamed keeps its numbers, whatever its new place in the order', async () => {
  const { gallery } = relabel(galleryOf(fitted), ({ label }) => (label === 'c00' ? 'z' : label));
  const { bundle } = await followGallery(fitted, { gallery, renamed: new Map([['c00', 'z']]) }, tools);
  expect(bundle.classifier?.classes).toEqual(['c01', 'c02', 'c03', 'c04', 'c05', 'z']);
  const [before, after] = [fitted, bundle].map(({ classifier }) => classifier ?? expect.fail());
  const answers = await openClassifier(after, product).recognise(train.embeddings);
  const expected = await openClassifier(before, product).recognise(train.embeddings);
  answers.forEach(({ label, score }, i) => {
    expect(label).toBe(expected[i].label === 'c00' ? 'z' : expected[i].label);
    expect(score).toBeCloseTo(expected[i].score, 5);
  });
});

test('nothing changed changes nothing', async () => {
  const again = await enrolled(fitted, clouds({ c00: 8 }));
  expect(again).toMatchObject({ by: null, remarks: [] });
  expect(again.bundle.classifier).toBe(fitted.classifier);
});

test('the order of enrolling two classes does not decide what the classifier learns', async () => {
  const first = (await enrolled((await enrolled(fitted, clouds({ x: 3 }))).bundle, clouds({ y: 3 }))).bundle;
  const second = (await enrolled((await enrolled(fitted, clouds({ y: 3 }))).bundle, clouds({ x: 3 }))).bundle;
  expect(first.classifier).toEqual(second.classifier);
  expect(await accuracy(first, clouds({ x: 6, y: 6 }, { seed: 5 }))).toBe(1);
});

test('what was learned or selected on stays seen when it is forgotten; what was only enrolled does not', async () => {
  const { bundle } = await enrolled(fitted, clouds({ new: 3 }));
  expect(seenPictures(bundle).size).toBe(51);
  const back = await forgotten(bundle, 'new');
  expect(seenPictures(back.bundle)).toEqual(seenPictures(fitted));
  expect(seenPictures((await forgotten(fitted, 'c00')).bundle)).toEqual(seenPictures(fitted));
});

describe('with fewer than two classes', () => {
  test('there is no classifier, which says so, and a second class brings it back', async () => {
    const pair = await bundleOf('both', clouds({ a: 6, b: 6 }));
    const one = await forgotten(pair, 'a');
    expect(one.bundle.classifier).toBeNull();
    expect(one.remarks).toEqual([expect.stringContaining('only b is left')]);
    const none = await forgotten(one.bundle, 'b');
    expect(none).toMatchObject({ bundle: { classifier: null, gallery: { entries: [] } }, remarks: [] });
    const single = await enrolled(none.bundle, clouds({ c: 3 }));
    expect(single.bundle.classifier).toBeNull();
    const back = await enrolled(single.bundle, clouds({ a: 3 }));
    expect(back.remarks).toEqual([expect.stringContaining('a classifier again')]);
    expect(back.bundle.classifier?.temperature).toBe(pair.classifier?.temperature);
    expect(await accuracy(back.bundle, clouds({ a: 6, c: 6 }, { seed: 5 }))).toBe(1);
  });

  test('a gallery that was fitted alone stays alone, and says so', async () => {
    const alone = await bundleOf('gallery', clouds({ a: 6 }));
    const { bundle, by, remarks } = await enrolled(alone, clouds({ b: 3 }));
    expect([bundle.classifier, by]).toEqual([null, null]);
    expect((await enrolled(bundle, clouds({ c: 3 }))).remarks).toEqual([]);
    expect(remarks).toEqual([expect.stringContaining('without a classifier')]);
  });
});

describe('a bundle that keeps no embeddings', () => {
  test('says which class the classifier does not know', async () => {
    const { bundle, remarks } = await enrolled(withoutEmbeddings(fitted), clouds({ new: 3 }));
    expect(bundle.classifier).toEqual(fitted.classifier);
    expect(galleryOf(bundle).embeddings).toBeUndefined();
    expect(classDifference(bundle)).toEqual({ missing: ['new'], forgotten: [] });
    expect(remarks.join()).toContain('does not know new');
  });

  test('loses a forgotten class, also one that only the classifier knew', async () => {
    const { bundle, remarks } = await forgotten(withoutEmbeddings(fitted), 'c02');
    expect(remarks).toEqual([]);
    expect(bundle.classifier?.classes).toEqual(['c00', 'c01', 'c03', 'c04', 'c05']);
    const old = withoutEmbeddings(fitted);
    const stale = { ...old, gallery: forget(galleryOf(old), ({ label }) => label === 'c02', 'c02') };
    expect(classDifference(stale)).toEqual({ missing: [], forgotten: ['c02'] });
    const healed = await followGallery(stale, { gallery: galleryOf(stale), forgotten: 'c02' }, tools);
    expect(classDifference(healed.bundle)).toBeNull();
  });

  test('keeps its last two classes, which could not come back, and says that it names them', async () => {
    let bundle = withoutEmbeddings(await bundleOf('both', clouds({ a: 6, b: 6 })));
    for (const label of ['a', 'b']) {
      const followed = await forgotten(bundle, label);
      expect(followed.by).toBeNull();
      expect(followed.remarks.join()).toContain('still names a');
      bundle = followed.bundle;
    }
    expect(bundle.classifier?.classes).toEqual(['a', 'b']);
    expect(classDifference(bundle)).toEqual({ missing: [], forgotten: ['a', 'b'] });
  });
});
