import { describe, expect, test } from 'vitest';
import { matrix } from '../../src/base/matrix.ts';
import { matrixToNpy } from '../../src/base/npy.ts';
import type { Bundle, KeptEvidence } from '../../src/bundle/bundle.ts';
import { galleryContents, packedEvidence } from '../../src/bundle/kept-evidence.ts';
import { openBundle, openBundleForAnswers } from '../../src/bundle/open-bundle.ts';
import type { ScoredPicture } from '../../src/calibrate/open-set/evidence.ts';
import { unitsOf } from '../../src/calibrate/open-set/evidence.ts';
import { exampleBundle } from './example.ts';
import { filesIn, replaced, saved, text } from './saved.ts';

/** Numbers that single precision holds. */
const picture = (label: string, unit: string, best: string, hasClassifier = true): ScoredPicture => ({
  label,
  unit,
  gallery: { best, similarity: 0.5, runnerUp: -0.25, cohort: 0.125 },
  classifier: hasClassifier
    ? { best: 'class 001', probability: 0.75, logit: 3, nextLogit: -1, logSumExp: 3.5, cosine: 0.625 }
    : null,
});

const example = await exampleBundle();
const openSet: KeptEvidence = {
  of: 'contents',
  strangersFrom: 'classes',
  own: [
    picture('class 000', 'secret/pictures/a.jpg', 'class 000'),
    picture('class 000', 'secret/pictures/a.jpg', 'class 002'),
    picture('class 001', 'holiday in Rome', 'class 001'),
  ],
  strangers: [picture('class 002', 'class 002', 'class 000'), picture('class 001', 'class 001', 'class 000')],
};
const answering: NonNullable<Bundle['answering']> = {
  names: 'classifier',
  knows: 'both',
  threshold: { value: 0.5, source: 'a test', promise: { kind: 'accept', share: 0.9, units: 3 } },
  outcomes: { mean: [0, 0], std: [1, 2], right: [1, 2, 3], wrong: [4, 5, 6] },
};
const bundle: Bundle = { ...example, openSet, answering };
const heading = 'open-set';
const scores = 'open-set/scores';

/** Pictures without the names of their units, and which pictures share one. */
const withoutUnits = (pictures: readonly ScoredPicture[]) => ({
  pictures: pictures.map(({ unit, ...rest }) => rest),
  units: unitsOf(
    pictures.map((each, i) => ({ ...each, gallery: { best: '', runnerUp: 0, cohort: 0, similarity: i } })),
    ({ gallery }) => gallery?.similarity ?? null,
  ),
});

test('evidence and the rules of the one answer are saved and opened again', async () => {
  const opened = await openBundle(await saved(bundle));
  expect(opened.answering).toEqual(answering);
  expect(opened.openSet).toMatchObject({ of: 'contents', strangersFrom: 'classes' });
  for (const kind of ['own', 'strangers'] as const) {
    expect(withoutUnits(opened.openSet?.[kind] ?? [])).toEqual(withoutUnits(openSet[kind]));
  }
  expect(await openBundle(await saved(opened))).toEqual(opened);
});

test('answering reads the rules, and no evidence', async () => {
  const opened = await openBundleForAnswers(await saved(bundle));
  expect(opened.answering).toEqual(answering);
  expect(opened).not.toHaveProperty('openSet');
});

test('evidence of one approach has none of the other', async () => {
  const own = openSet.own.map((each) => ({ ...each, classifier: null }));
  const strangers = openSet.strangers.map((each) => ({ ...each, classifier: null }));
  const opened = await openBundle(await saved({ ...bundle, openSet: { ...openSet, own, strangers } }));
  expect(opened.openSet?.own.every(({ classifier }) => classifier === null)).toBe(true);
});

test('neither paths nor the names of scenes are stored', async () => {
  const [without, files] = [await filesIn(await saved(example)), await filesIn(await saved(bundle))];
  const added = Object.keys(files).filter((name) => !(name in without) || name === 'manifest.json');
  expect(added.length).toBe(4);
  const all = added.map((name) => new TextDecoder('latin1').decode(files[name])).join('');
  for (const secret of ['secret', 'home', 'a.jpg', 'Rome']) expect(all).not.toContain(secret);
});

test('a bundle that was never calibrated is saved without it', async () => {
  const opened = await openBundle(await saved(example));
  expect(opened).not.toHaveProperty('openSet');
  expect(opened).not.toHaveProperty('answering');
});

describe('damaged evidence', () => {
  const { heading: good, scores: numbers } = packedEvidence(openSet);
  const json = (value: unknown) => text(JSON.stringify(value));
  const withNumber = (at: number, value: number) =>
    matrixToNpy({ ...numbers, data: numbers.data.map((each, i) => (i === at ? value : each)) });

  test.each<[string, Record<string, Uint8Array | null>]>([
    ['a heading that is no JSON', { [heading]: text('{') }],
    ['a heading without names', { [heading]: json({ ...good, names: undefined }) }],
    ['more own pictures than there are', { [heading]: json({ ...good, own: 99 }) }],
    ['no stranger', { [heading]: json({ ...good, own: 5 }) }],
    ['no own picture', { [heading]: json({ ...good, own: 0 }) }],
    ['fewer names than are used', { [heading]: json({ ...good, names: ['one'] }) }],
    ['no numbers', { [scores]: null }],
    ['numbers of another shape', { [scores]: matrixToNpy(matrix(5, 11)) }],
    ['a label that is no whole number', { [scores]: withNumber(0, 0.5) }],
    ['a nearest class below none', { [scores]: withNumber(2, -2) }],
    ['NaN', { [scores]: withNumber(3, Number.NaN) }],
    ['rules without a threshold', { answering: json({ ...answering, threshold: undefined }) }],
    [
      'a model with too few weights',
      { answering: json({ ...answering, outcomes: { ...answering.outcomes, right: [1] } }) },
    ],
    [
      'a feature that does not vary',
      { answering: json({ ...answering, outcomes: { ...answering.outcomes, std: [1, 0] } }) },
    ],
  ])('is a bad bundle: %s', async (_, changes) => {
    const storage = await replaced(await saved(bundle), changes);
    await expect(openBundle(storage)).rejects.toThrow(expect.objectContaining({ code: 'bad-bundle' }));
  });
});

test('the contents of a gallery do not depend on the order of enrolment, but on pictures and labels', async () => {
  const { gallery } = example;
  if (gallery === null) expect.fail();
  const { entries } = gallery;
  const of = await galleryContents({ entries });
  expect(await galleryContents({ entries: [...entries].reverse() })).toBe(of);
  expect(await galleryContents({ entries: entries.slice(1) })).not.toBe(of);
  const [first, ...rest] = entries;
  expect(await galleryContents({ entries: [{ ...first, label: 'another' }, ...rest] })).not.toBe(of);
  expect(await galleryContents({ entries: [{ ...first, path: 'elsewhere.jpg' }, ...rest] })).toBe(of);
});
