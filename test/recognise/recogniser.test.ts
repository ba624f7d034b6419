import { expect, test } from 'vitest';
import { normaliseRows, row } from '../../src/base/matrix.ts';
import { withGallery } from '../../src/bundle/with-gallery.ts';
import { openClassifier } from '../../src/classify/classify.ts';
import { openGallery } from '../../src/gallery/open-gallery.ts';
import { typedProduct as product } from '../../src/linalg/product.ts';
import { recognitionOf } from '../../src/recognise/answer.ts';
import { recogniser } from '../../src/recognise/recogniser.ts';
import { exampleBundle, noise } from '../bundle/example.ts';

const bundle = await exampleBundle();
const { classifier, gallery } = bundle;
if (classifier === null || gallery === null) throw new Error('the example has both approaches');
const embeddings = normaliseRows(noise(3, 'pictures', 4, 12));

test('says what each approach says', async () => {
  const recognitions = await recogniser(bundle, { product }).recognise(embeddings, { top: 2, neighbours: 3 });
  const options = { top: 2, neighbours: 3 };
  const named = await openClassifier(classifier, product).recognise(embeddings, options);
  const found = await openGallery(gallery, product).recognise(embeddings, options);
  const rules = { isLearned: () => true, isThresholdGiven: false };
  expect(recognitions).toEqual(named.map((each, i) => recognitionOf({ classifier: each, gallery: found[i] }, rules)));
  expect(recognitions[0].classifier?.top).toHaveLength(2);
  expect(recognitions[0].gallery?.nearest).toHaveLength(3);
});

test('answers in the words of the contract', async () => {
  const [{ classifier: named, gallery: found }] = await recogniser(bundle, { product }).recognise(embeddings);
  expect(Object.keys(named ?? {})).toEqual(['label', 'probability', 'top', 'known', 'familiarity', 'threshold']);
  expect(named?.top[0]).toEqual({ label: named?.label, probability: named?.probability });
  expect(Object.keys(found ?? {})).toEqual(['label', 'known', 'similarity', 'threshold', 'classes', 'nearest']);
  expect(found?.classes[0].similarity).toBe(found?.similarity);
});

test('an approach that is not there, or has nothing enrolled, is null', async () => {
  const forgotten = withGallery(bundle, { ...gallery, entries: [], vectors: { ...gallery.vectors, rows: 0 } });
  const recognise = async (part: typeof bundle) => (await recogniser(part, { product }).recognise(embeddings))[0];
  expect((await recognise({ ...bundle, classifier: null })).classifier).toBeNull();
  expect((await recognise({ ...bundle, gallery: null })).gallery).toBeNull();
  expect((await recognise(forgotten)).gallery).toBeNull();
  expect((await recognise(forgotten)).classifier?.label).toBe((await recognise(bundle)).classifier?.label);
  const empty = expect.objectContaining({ code: 'empty' });
  await expect(recognise({ ...forgotten, classifier: null })).rejects.toThrow(empty);
  const [a, b] = [row(embeddings, 0), row(embeddings, 1)];
  const without = recogniser({ ...forgotten, classifier: null }, { product });
  expect(await without.verify(a, b)).toEqual(await recogniser(bundle, { product }).verify(a, b));
});

test('the threshold is the limit of being known, and may be replaced', async () => {
  const open = recogniser(bundle, { product });
  const [before] = await open.recognise(embeddings);
  const score = before.gallery?.similarity ?? Number.NaN;
  const [at] = await open.recognise(embeddings, { threshold: score });
  const [above] = await open.recognise(embeddings, { threshold: score + 1e-6 });
  expect([at.gallery?.known, above.gallery?.known, above.gallery?.label]).toEqual([true, false, null]);
  expect(above.gallery?.classes).toEqual(before.gallery?.classes);
});

test('verifies by similarity in the space of the gallery', async () => {
  const open = recogniser(bundle, { product });
  const [a, b] = [row(embeddings, 0), row(embeddings, 1)];
  const there = await open.verify(a, b);
  expect(there).toEqual(await open.verify(b, a));
  expect(there).toMatchObject({ threshold: 0.25, same: there.similarity >= 0.25 });
  expect((await open.verify(a, a)).similarity).toBeCloseTo(1, 6);
  expect((await open.verify(a, b, { threshold: there.similarity })).same).toBe(true);
  expect((await open.verify(a, b, { threshold: there.similarity + 1e-6 })).same).toBe(false);
  const without = recogniser({ ...bundle, gallery: null }, { product });
  await expect(without.verify(a, b)).rejects.toThrow(expect.objectContaining({ code: 'unsupported' }));
});
