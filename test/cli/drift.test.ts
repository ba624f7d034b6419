// @module-tag slow
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readBundle, writeBundle } from '../../src/node/bundles/bundle-files.ts';
import { colours, discern, json, sharedFolder, tinyNetwork, writePicture } from './tiny-pictures.ts';

const labels = ['red', 'green', 'blue', 'grey'] as const;

const at = sharedFolder(async (folder) => {
  for (const [c, label] of labels.entries()) {
    for (let i = 0; i < 24; i++)
      await writePicture(join(folder, i < 14 ? 'train' : 'new', label, nameOf(c, i)), colours[label], i);
    for (let i = 0; i < 10; i++)
      await darken(join(folder, 'new', label, nameOf(c, 14 + i)), join(folder, 'dark', label, nameOf(c, i)));
  }
  for (let i = 0; i < 40; i++) await writePicture(join(folder, 'red', nameOf(9, i)), colours.red, i);
  await json(['fit', join(folder, 'train'), '--out', join(folder, 'bundle'), ...tinyNetwork]);
});

/** Names that are unique over all folders: they decide the noise of a picture. */
function nameOf(label: number, index: number): string {
  return `${label}-${index}.png`;
}

async function darken(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await sharp(from).linear(0.5, 0).png().toFile(to);
}

/** A copy of the bundle, so that tests do not count in each other's. */
async function bundleFor(name: string): Promise<string> {
  await cp(at('bundle'), at(name), { recursive: true });
  return at(name);
}

test('pictures like those of the fit are none, and days go on where the last one stopped', async () => {
  const bundle = await bundleFor('daily');
  const first = await json(['drift', bundle, at('new')]);
  expect(first).toMatchObject({ drifted: false, alpha: 0.05, asked: 1, added: 40, repeated: 0, todo: [], skipped: [] });
  expect(first.pictures).toBe(40 - first.nearDuplicates - first.withoutReference);
  const second = await json(['drift', bundle, at('new')]);
  expect(second).toMatchObject({ asked: 2, added: 0, repeated: 40, pictures: first.pictures, pValue: first.pValue });
  const { printed } = await discern(['drift', bundle, at('new')]);
  expect(printed).toMatch(/No drift found .*\nAsked 3 times, 40 pictures so far \(0 new\)/);
});

test('darkened pictures are, with the reason and what to do', async () => {
  const bundle = await bundleFor('dark');
  const result = await json(['drift', bundle, at('dark'), '--any-mix']);
  expect(result.drifted).toBe(true);
  expect(result.pValue).toBeLessThanOrEqual(0.05);
  const brightness = result.features.find(({ name }: { name: string }) => name === 'brightness');
  expect(brightness.effect).toBe('much darker');
  expect(brightness.now).toBeCloseTo(brightness.reference / 2, 1);
  const { code, printed } = await discern(['drift', bundle, at('dark')]);
  expect(code).toBe(0);
  expect(printed).toMatch(/^Drift: /);
  expect(printed).toMatch(/much darker/);
  expect(printed).toMatch(/What to do:/);
});

test('pictures of one class alone move the shares of the classes', async () => {
  const bundle = await bundleFor('red only');
  const result = await json(['drift', bundle, at('red'), '--dry-run']);
  expect(result.drifted).toBe(true);
  expect(result.classes.find(({ label }: { label: string }) => label === 'red')).toMatchObject({ share: { now: 1 } });
  const anyMix = await json(['drift', bundle, at('red'), '--dry-run', '--any-mix']);
  expect(anyMix.pValue).toBeGreaterThan(result.pValue);
});

test('--dry-run counts nothing, --reset begins anew', async () => {
  const bundle = await bundleFor('reset');
  await json(['drift', bundle, at('dark'), '--dry-run']);
  expect(await json(['drift', bundle, at('dark')])).toMatchObject({ drifted: true, asked: 1, added: 40 });
  expect(await json(['drift', bundle, at('new')])).toMatchObject({ drifted: true, asked: 2 });
  expect(await json(['drift', bundle, at('new'), '--reset'])).toMatchObject({ drifted: false, asked: 1, added: 40 });
});

test('answers stay as they were', async () => {
  const bundle = await bundleFor('answers');
  const before = await json(['predict', bundle, at('new')]);
  await json(['drift', bundle, at('new')]);
  expect(await json(['predict', bundle, at('new')])).toEqual(before);
});

test('a bundle without a reference says to fit again', async () => {
  const { drift, ...older } = await readBundle(at('bundle'));
  expect(drift?.reference.labels.length).toBeGreaterThan(20);
  await writeBundle(at('older'), older);
  const { code, printed } = await discern(['drift', at('older'), at('new'), '--json']);
  expect([code, JSON.parse(printed).error.code]).toEqual([1, 'unsupported']);
  expect(JSON.parse(printed).error.todo).toMatch(/fit again/);
});

test('a classifier alone is tested by its probability', async () => {
  await json(['fit', at('train'), '--out', at('alone'), '--approach', 'classifier', ...tinyNetwork]);
  const { features, unknownShare } = await json(['drift', at('alone'), at('new')]);
  expect(features[0].name).toBe('probability');
  expect(unknownShare).toBeNull();
});
