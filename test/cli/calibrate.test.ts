// @module-tag slow
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBundle, writeBundle } from '../../src/node/bundles/bundle-files.ts';
import {
  colours,
  discern,
  json,
  sharedFolder,
  strange,
  tinyNetwork,
  writeClasses,
  writePicture,
} from './tiny-pictures.ts';

const at = sharedFolder(async (folder) => {
  await writeClasses(join(folder, 'learned'), 5);
  await writeClasses(join(folder, 'new'), 3, 9);
  for (let i = 0; i < 3; i++) await writePicture(join(folder, 'yellow', `${i}.png`), strange, i);
  for (const [name, colour] of Object.entries(strangers))
    for (let i = 0; i < 2; i++) await writePicture(join(folder, 'strangers', `${name}-${i}.png`), colour, i);
  await mkdir(join(folder, 'empty'));
});

/** Colours that are near to a class, or far from all. */
const strangers = {
  white: [255, 255, 255],
  black: [5, 5, 5],
  violet: [200, 40, 220],
  orange: [240, 140, 20],
  cyan: [20, 220, 220],
  brown: [110, 60, 20],
};

beforeAll(async () => {
  await json(['fit', at('learned'), '--out', at('fitted'), ...tinyNetwork]);
});

/** A copy of the fitted bundle: each test changes its own. */
async function bundle(name: string): Promise<string> {
  await cp(at('fitted'), at(name), { recursive: true });
  return at(name);
}

/** Every file of a bundle, by name. */
async function filesOf(path: string): Promise<Record<string, string>> {
  const names = (await readdir(path)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await readFile(join(path, name))).toString('latin1')])),
  );
}

async function misuse(...argv: readonly string[]) {
  const before = await filesOf(at('fitted'));
  const { code, printed } = await discern(['calibrate', at('fitted'), ...argv, '--json']);
  expect(await filesOf(at('fitted'))).toEqual(before);
  return [code, JSON.parse(printed).error.code];
}

describe('calibrate', () => {
  test('keeps a promise, and says what it costs and what carries it', async () => {
    const path = await bundle('promised');
    const result = await json(['calibrate', path, '--promise', 'false-accept=0.4']);
    expect(result).toMatchObject({
      bundle: path,
      promise: { kind: 'false-accept', share: 0.4 },
      units: { strangers: 4, strangersFrom: 'classes' },
      refused: null,
      skipped: [],
    });
    expect(result.achieved.estimate).toBe(result.answer.strangers.estimate);
    expect(result.achieved.estimate).toBeLessThanOrEqual(0.4);
    expect(result.achieved.interval[0]).toBeLessThanOrEqual(result.achieved.estimate);
    expect(result.achieved.interval[1]).toBeGreaterThanOrEqual(result.achieved.estimate);
    expect(result.perClass.map(({ label }: { label: string }) => label)).toEqual(['blue', 'green', 'grey', 'red']);
    const { gallery, classifier, answering } = await readBundle(path);
    expect(gallery?.threshold.value).toBe(result.threshold);
    for (const each of [gallery?.threshold, classifier?.unknown?.threshold, answering?.threshold]) {
      expect(each?.promise).toEqual({ kind: 'false-accept', share: 0.4, units: 4 });
      expect(each?.source).toContain('lets in at most 40 of 100 strangers, on average');
    }
  });

  test('says it in words', async () => {
    const { code, printed } = await discern(['calibrate', await bundle('said'), '--promise', 'accept=50%']);
    expect(code).toBe(0);
    expect(printed).toContain('A threshold that accepts at least 50 of 100 of your own pictures, on average.');
    expect(printed).toMatch(/Estimated: accepts \d+ of 100 of your own pictures, lets in \d+ of 100 strangers/);
    expect(printed).toMatch(/Carried by 4 classes that played strangers, \d+ scenes of your own/);
    for (const point of ['balanced:', 'to accept 95 %', 'to let in 5 %']) expect(printed).toContain(point);
  });

  test('without a promise gives the balanced threshold again, as fit did', async () => {
    const path = await bundle('balanced');
    const fitted = (await readBundle(path)).gallery?.threshold.value ?? Number.NaN;
    await json(['calibrate', path, '--promise', 'accept=0.5']);
    expect((await json(['calibrate', path])).threshold).toBeCloseTo(fitted, 5);
    expect((await readBundle(path)).gallery?.threshold).not.toHaveProperty('promise');
  });

  test('refuses what too few classes cannot carry: exit code 1, what it needs, and no byte of the bundle changed', async () => {
    const path = await bundle('refused');
    const before = await filesOf(path);
    for (const argv of [
      ['--promise', 'false-accept=0.05'],
      ['--promise', 'false-accept=0.3', '--confidence', '0.95'],
    ]) {
      const { code, printed } = await discern(['calibrate', path, ...argv, '--json']);
      const { refused, achieved, threshold, perClass } = JSON.parse(printed);
      expect([code, achieved, threshold, perClass]).toEqual([1, null, null, []]);
      expect(refused).toEqual({
        reason: expect.stringMatching(/^4 classes cannot carry .* more are needed; today they carry/),
        needed: expect.any(Number),
        carries: expect.any(Number),
      });
      expect(await filesOf(path)).toEqual(before);
    }
    const { code, printed } = await discern(['calibrate', path, '--promise', 'false-accept=0.05']);
    expect(code).toBe(1);
    expect(printed).toMatch(/^Refused, nothing was changed: 4 classes cannot carry/);
  });

  test('takes strangers and own pictures that are given', async () => {
    const path = await bundle('given');
    const result = await json(['calibrate', path, '--promise', 'false-accept=0.4', '--unknown', at('strangers')]);
    expect(result.units).toMatchObject({ strangersFrom: 'given' });
    expect(result.units.strangers).toBeLessThanOrEqual(12);
    expect(result.samples).toBe(12);
    const both = ['--using', at('new'), '--unknown', at('strangers')];
    const measured = await json(['calibrate', path, '--promise', 'accept=0.6', ...both]);
    expect(measured).toMatchObject({ samples: 12, units: { strangersFrom: 'given' } });
    expect(measured.achieved.estimate).toBeGreaterThanOrEqual(0.6);
    expect((await json(['calibrate', path])).units.strangersFrom).toBe('classes'); // Kept beside what was given.
  });

  test('leaves out given pictures that it learned from, or whose class is not enrolled', async () => {
    const path = await bundle('seen');
    const { code, reported } = await discern(['calibrate', path, '--using', at('learned'), '--json']);
    expect(code).toBe(1);
    expect(reported).toContain('20 pictures that the bundle learned from');
    await mkdir(at('mixed'), { recursive: true });
    await cp(at('new'), at('mixed'), { recursive: true });
    await cp(at('yellow'), at('mixed', 'yellow'), { recursive: true });
    const other = await discern(['calibrate', path, '--using', at('mixed'), '--json']);
    expect(other.code).toBe(0);
    expect(other.reported).toContain('left out 3 pictures of classes that are not enrolled');
  });

  test('counts the classes that are enrolled now, and a promise lapses by enrolling', async () => {
    const path = await bundle('grown');
    await json(['calibrate', path, '--promise', 'false-accept=0.4']);
    const grown = await json(['enrol', path, 'yellow', at('yellow')]);
    expect(grown.remarks).toContainEqual(expect.stringContaining('calibrate again'));
    expect((await readBundle(path)).gallery?.threshold.promise).toMatchObject({ lapsed: true });
    const again = await json(['calibrate', path, '--promise', 'false-accept=0.4']);
    expect(again.units.strangers).toBe(5);
    expect((await readBundle(path)).gallery?.threshold.promise).toEqual({ kind: 'false-accept', share: 0.4, units: 5 });
  });

  test('changes neither the nearest class nor the best one', async () => {
    const path = await bundle('same');
    const bestOf = async () =>
      (await json(['predict', path, at('new'), '--top', '4'])).map(
        ({ gallery, classifier }: { gallery: { classes: unknown }; classifier: { top: unknown } }) => [
          gallery.classes,
          classifier.top,
        ],
      );
    const before = await bestOf();
    await json(['calibrate', path, '--promise', 'false-accept=0.3']);
    expect(await bestOf()).toEqual(before);
  });

  test('answers known exactly when the similarity reaches the threshold, for every picture', async () => {
    const answers = await json(['predict', at('fitted'), at('new'), at('strangers'), at('yellow')]);
    for (const { gallery, classifier, answer } of answers) {
      expect(gallery.known).toBe(gallery.similarity >= gallery.threshold);
      expect(gallery.label === null).toBe(!gallery.known);
      expect(classifier.known).toBe(classifier.familiarity >= classifier.threshold);
      expect(answer.label === null).toBe(!answer.known);
      expect(answer.confidence).toBeGreaterThanOrEqual(0);
      expect(answer.confidence).toBeLessThanOrEqual(1);
    }
    expect(answers.filter(({ answer }: { answer: { known: boolean } }) => !answer.known).length).toBeGreaterThan(3);
  });
});

describe('calibrate says what is wrong:', () => {
  test.each([
    ['a share of 0', ['--promise', 'false-accept=0']],
    ['a share of 1', ['--promise', 'accept=1']],
    ['a share above 1', ['--promise', 'accept=95']],
    ['a promise without a share', ['--promise', 'accept']],
    ['an unknown promise', ['--promise', 'precision=0.9']],
    ['a confidence without a promise', ['--confidence', '0.95']],
    ['a confidence of 1', ['--promise', 'accept=0.5', '--confidence', '1']],
  ])('%s is misuse', async (_, argv) => {
    expect((await misuse(...argv))[0]).toBe(2);
  });

  test.each([
    ['no folder of strangers', ['--unknown', 'nowhere'], 'not-found'],
    ['no picture among the strangers', ['--unknown', 'EMPTY'], expect.stringMatching(/^(empty|too-few|not-found)$/)],
  ])('%s', async (_, argv, code) => {
    expect(await misuse(...argv.map((word) => (word === 'EMPTY' ? at('empty') : word)))).toEqual([1, code]);
  });

  test('a bundle without a gallery, or of too few classes', async () => {
    const whole = await readBundle(at('fitted'));
    await writeBundle(at('headed'), { ...whole, gallery: null });
    const headed = await discern(['calibrate', at('headed'), '--json']);
    expect([headed.code, JSON.parse(headed.printed).error.code]).toEqual([1, 'unsupported']);
    const path = await bundle('fewer');
    for (const label of ['red', 'grey']) await json(['forget', path, '--label', label]);
    const fewer = await discern(['calibrate', path, '--json']);
    expect([fewer.code, JSON.parse(fewer.printed).error]).toEqual([
      1,
      expect.objectContaining({ code: 'too-few', todo: expect.stringContaining('enrol more') }),
    ]);
  });

  test('interrupted, it leaves the bundle as it was', async () => {
    const path = await bundle('interrupted');
    const before = await filesOf(path);
    const argv = ['calibrate', path, '--promise', 'accept=0.5', '--json'];
    const { code } = await discern(argv, { signal: AbortSignal.abort() });
    expect(code).toBe(130);
    expect(await filesOf(path)).toEqual(before);
  });
});

test('a bundle with one approach left still answers, by that one', async () => {
  const whole = await readBundle(at('fitted'));
  const red = at('new', 'red', '0.png');
  await writeBundle(at('without-head'), { ...whole, classifier: null });
  await writeBundle(at('without-gallery'), { ...whole, gallery: null });
  const [byGallery] = await json(['predict', at('without-head'), red]);
  expect(byGallery.answer).toMatchObject({ label: 'red', known: true, by: 'gallery' });
  const [byHead] = await json(['predict', at('without-gallery'), red]);
  expect(byHead.answer).toMatchObject({ label: 'red', known: true, by: 'classifier' });
  expect(Object.keys(colours)).toContain(byHead.answer.label);
});
