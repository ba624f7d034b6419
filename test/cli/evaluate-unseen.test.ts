// @module-tag slow
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fromRows, type Matrix } from '../../src/base/matrix.ts';
import { embeddingMeasures } from '../../src/evaluate/embedding/embedding-figures.ts';
import { embeddingReport } from '../../src/evaluate/embedding-report.ts';
import { featuresIn } from '../../src/gallery/features-in.ts';
import { productFor } from '../../src/linalg/product.ts';
import { readBundle } from '../../src/node/bundles/bundle-files.ts';
import { galleryOf } from '../../src/node/bundles/gallery-of.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { discern, json, sharedFolder, tinyNetwork, writeBroken, writeClasses, writePicture } from './tiny-pictures.ts';

const product = productFor(nodeRuntime);
const network = tinyNetwork[1];

/** Classes that no bundle here knows, near enough to each other that not all are found. */
const strangers = { yellow: [230, 220, 20], lemon: [225, 205, 40], teal: [10, 130, 130], alone: [90, 10, 200] };

const at = sharedFolder(async (folder) => {
  await writeClasses(join(folder, 'known', 'train'), 6);
  await writeClasses(join(folder, 'known', 'val'), 3, 1);
  for (const [label, colour] of Object.entries(strangers)) {
    const count = label === 'alone' ? 1 : 5;
    for (let i = 0; i < count; i++) await writePicture(join(folder, 'new', label, `${i}.png`), colour, i);
  }
  await writeBroken(join(folder, 'new', 'teal'));
  await json(['fit', join(folder, 'known'), '--out', join(folder, 'bundle'), ...tinyNetwork]);
  await json(['embed', join(folder, 'new'), '--out', join(folder, 'new.jsonl'), ...tinyNetwork]);
});

type Row = { readonly label: string; readonly vector: readonly number[] };

async function embedded(): Promise<{ readonly vectors: Matrix; readonly labels: readonly string[] }> {
  const lines = (await readFile(at('new.jsonl'), 'utf8')).trim().split('\n');
  const rows: Row[] = lines.map((line) => JSON.parse(line));
  return {
    vectors: fromRows(rows.map(({ vector }) => Float32Array.from(vector))),
    labels: rows.map(({ label }) => label),
  };
}

describe('evaluate --unseen', () => {
  test('judges classes that the bundle lacks, as the contract has it', async () => {
    const result = await json(['evaluate', at('bundle'), at('new'), '--unseen']);
    expect(result).toMatchObject({
      samples: 16,
      classes: 4,
      queries: 15,
      singletons: 1,
      space: 'gallery',
      split: 'all',
      seed: 0,
      seconds: expect.any(Number),
      seen: 0,
      seenLabels: [],
    });
    expect(Object.keys(result.figures)).toEqual(Object.keys(embeddingMeasures));
    expect(result.skipped.map(({ path }: { path: string }) => path)).toEqual([
      at('new', 'teal', 'empty.png'),
      at('new', 'teal', 'text.jpg'),
    ]);
  });

  test('measures in the space of the gallery', async () => {
    const { vectors, labels } = await embedded();
    const gallery = galleryOf(await readBundle(at('bundle')), 'bundle');
    const { figures } = await json(['evaluate', at('bundle'), at('new'), '--unseen', '--seed', '3']);
    const features = await featuresIn(gallery, vectors, product);
    expect(figures).toEqual((await embeddingReport(features, labels, { product, seed: 3 })).figures);
  });

  test('judges a network by itself, and a bundle without a gallery as its network', async () => {
    const { vectors, labels } = await embedded();
    const expected = { space: 'backbone', ...(await embeddingReport(vectors, labels, { product })) };
    await json(['fit', at('known'), '--out', at('heads'), '--approach', 'classifier', ...tinyNetwork]);
    for (const path of [network, at('heads')])
      expect(await json(['evaluate', path, at('new'), '--unseen'])).toMatchObject(expected);
  });

  test('says which classes and pictures are not unseen', async () => {
    const known = ['blue', 'green', 'grey', 'red'];
    const result = await json(['evaluate', at('bundle'), at('known', 'train'), '--unseen']);
    expect(result).toMatchObject({ seen: 24, seenLabels: known });
    const { printed } = await discern(['evaluate', at('bundle'), at('known'), '--unseen']);
    expect(printed).toContain(`The bundle knows these classes, so they are not unseen: ${known.join(', ')}`);
  });

  test('shows a person every figure with its interval', async () => {
    const { code, printed } = await discern(['evaluate', at('bundle'), at('new'), '--unseen']);
    expect(code).toBe(0);
    expect(printed).toContain("in the gallery's space, on 16 pictures of 4 classes (all)");
    for (const { title } of Object.values(embeddingMeasures)) {
      const line = printed.split('\n').find((each) => each.trim().startsWith(`${title} `));
      expect(line, title).toMatch(/ \d+\.\d+ to \d+\.\d+( %)?$/);
    }
  });

  test('fails where there is too little to judge by, before a picture is opened', async () => {
    await writeFile(at('unlabelled.csv'), `path\n${at('nowhere.png')}\n${at('nowhere-else.png')}\n`);
    await writeFile(at('one-class.csv'), `path,label\n${at('nowhere.png')},a\n${at('nowhere-else.png')},a\n`);
    for (const list of ['unlabelled.csv', 'one-class.csv']) {
      const { code, printed } = await discern(['evaluate', at('bundle'), at(list), '--unseen', '--json']);
      expect([code, JSON.parse(printed).error.code], list).toEqual([1, 'too-few']);
    }
  });

  test('knows no class, so that none is unknown', async () => {
    const command = ['evaluate', at('bundle'), at('new'), '--unseen', '--unknown', at('new'), '--json'];
    const { code, printed } = await discern(command);
    expect([code, JSON.parse(printed).error.code]).toEqual([2, 'misused']);
  });
});
