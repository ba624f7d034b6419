// @module-tag slow
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerMetrics, openSetMetrics, probabilityMetrics, retrievalMetrics } from '../../src/metrics/catalogue.ts';
import {
  colours,
  discern,
  json,
  sharedFolder,
  strange,
  tinyNetwork,
  writeBroken,
  writeClasses,
  writePicture,
} from './tiny-pictures.ts';

const at = sharedFolder(async (folder) => {
  await writeClasses(join(folder, 'whole'), 8);
  await writeClasses(join(folder, 'split', 'train'), 6);
  await writeClasses(join(folder, 'split', 'val'), 3, 1);
  await writeClasses(join(folder, 'split', 'test'), 3, 2);
  await writeBroken(join(folder, 'split', 'test', 'red'));
  await writeClasses(join(folder, 'other'), 1, 3);
  await writePicture(join(folder, 'other', 'yellow', '0.png'), strange, 1);
  await writePicture(join(folder, 'single', 'yellow', '0.png'), strange, 1);
  await writePicture(join(folder, 'single', 'yellow', '1.png'), strange, 2);
  for (let i = 0; i < 4; i++) await writePicture(join(folder, 'strangers', 'deep', `${i}.png`), strange, i);
  await writeBroken(join(folder, 'broken', 'a'));
  await json(['fit', join(folder, 'split'), '--out', join(folder, 'bundle'), ...tinyNetwork]);
});

describe('fit', () => {
  test('prints what the contract names', async () => {
    const result = await json(['fit', at('split'), '--out', at('new'), '--unknown', at('strangers'), ...tinyNetwork]);
    expect(result).toMatchObject({
      bundle: at('new'),
      samples: 36,
      classes: 4,
      split: { train: 24, val: 12, test: 0 },
      seed: 0,
      seconds: expect.any(Number),
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      chosen: { classifier: expect.any(Object), gallery: expect.any(Object) },
      validation: { classifier: { accuracy: 1 }, gallery: { accuracy: 1 } },
      unknown: { samples: 4, falseAccept: expect.any(Number), validation: { samples: 4 } },
      skipped: [],
    });
  });

  test('tells on a terminal which work is under way, from the beginning to the end', async () => {
    const argv = ['fit', at('whole'), '--out', at('watched'), ...tinyNetwork];
    const { reported } = await discern(argv, { isTerminal: true, columns: 50 });
    const stages = reported.split('\r\x1b[2K').map((line) => line.split(/,| \d/)[0]);
    const order = [
      'reading the data set',
      'opening the network',
      'embedding',
      'looking for wrong labels',
      'holding out whole scenes',
      'choosing the gallery',
      'learning the gallery',
      'choosing the classifier',
      'learning the classifier',
      'writing the bundle',
    ];
    expect([...new Set(stages)].filter((stage) => order.includes(stage))).toEqual(order);
  });

  test('writes the same bytes for the same seed, wherever the pictures are seen from', async () => {
    for (const out of ['one', 'two']) await json(['fit', at('whole'), '--out', at(out), '--seed', '3', ...tinyNetwork]);
    const names = await readdir(at('one'));
    expect(await readdir(at('two'))).toEqual(names);
    for (const name of names) expect(await readFile(at('one', name))).toEqual(await readFile(at('two', name)));
    const texts = await Promise.all(names.map((name) => readFile(at('one', name), 'latin1')));
    expect(texts.filter((text) => text.includes(at()))).toEqual([]);
  });

  test('tells a person what was chosen, how good it is, and what to type next', async () => {
    const { code, printed } = await discern(['fit', at('whole'), '--out', at('told.discern'), ...tinyNetwork]);
    expect(code).toBe(0);
    for (const part of [
      '32 pictures of 4 classes',
      'Classifier:',
      'Gallery:',
      `discern predict ${at('told.discern')}`,
    ]) {
      expect(printed).toContain(part);
    }
  });

  test('ranks every label, the most suspicious first, by paths that can be opened', async () => {
    const shade = (colour: readonly number[], i: number) => colour.map((value, c) => value + 12 * ((i >> (2 * c)) % 4));
    for (const [label, colour] of Object.entries(colours)) {
      for (let i = 0; i < 10; i++) await writePicture(at('mislabelled', label, `${i}.png`), shade(colour, 5 * i), i);
    }
    await writePicture(at('mislabelled', 'green', 'wrong.png'), shade(colours.red, 18), 77);
    await writePicture(at('mislabelled', 'green', 'wrong too.png'), shade(colours.blue, 18), 78);
    const { suspects, labelScores } = await json(['fit', at('mislabelled'), '--out', at('ranked'), ...tinyNetwork]);
    expect(labelScores).toHaveLength(42);
    const scores: number[] = labelScores.map(({ score }: { score: number | null }) => score ?? -2);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const { path } of [...suspects, ...labelScores]) await access(path);
    const [answer] = await json(['predict', at('ranked'), at('whole', 'red', '0.png')]);
    expect(answer.gallery.nearest[0].path).toMatch(/^[a-z]+\/[a-z0-9 ]+\.png$/);
  });

  test('learns one approach alone', async () => {
    const result = await json(['fit', at('whole'), '--out', at('alone'), '--approach', 'gallery', ...tinyNetwork]);
    expect(result).toMatchObject({ chosen: { classifier: null }, validation: { classifier: null } });
    const [answer] = await json(['predict', at('alone'), at('whole', 'red', '0.png')]);
    expect(answer).toMatchObject({ classifier: null, gallery: { label: 'red' } });
  });

  test('builds a gallery of one class, and says so', async () => {
    const { code, reported } = await discern(['fit', at('single'), '--out', at('one-class'), ...tinyNetwork]);
    expect([code, reported]).toEqual([0, expect.stringContaining('only the gallery was built')]);
  });

  test('fails where no picture can be read, with the reason', async () => {
    const { code, printed } = await discern(['fit', at('broken'), '--out', at('never'), '--json', ...tinyNetwork]);
    expect([code, JSON.parse(printed).error.code]).toEqual([1, 'empty']);
    expect(await readdir(at())).not.toContain('never');
  });

  test('does not begin where the bundle could not be written', async () => {
    await writeFile(at('strangers', 'note.txt'), 'mine');
    const { code, printed } = await discern(['fit', at('broken'), '--out', at('strangers'), '--json', ...tinyNetwork]);
    expect([code, JSON.parse(printed).error.code]).toEqual([2, 'misused']);
  });
});

describe('evaluate', () => {
  test('prints what the contract names, and lists what it could not read', async () => {
    const result = await json(['evaluate', at('bundle'), at('split'), '--unknown', at('strangers')]);
    expect(result).toMatchObject({ samples: 12, classes: 4, seed: 0, split: 'test', seen: 0, unseenLabels: [] });
    const answers = [...Object.keys(answerMetrics), 'interval'];
    expect(Object.keys(result.classifier)).toEqual(
      expect.arrayContaining([...answers, ...Object.keys(probabilityMetrics)]),
    );
    expect(Object.keys(result.gallery)).toEqual(
      expect.arrayContaining([...answers, ...Object.keys(retrievalMetrics), 'accepted', 'acceptedAccuracy']),
    );
    const open = Object.keys(openSetMetrics);
    expect(Object.keys(result.unknown.gallery).sort()).toEqual([...open, 'falseAccept', 'promised'].sort());
    expect(result.unknown).toMatchObject({ samples: 4, classifier: { auroc: expect.any(Number) } });
    expect(
      result.skipped.map(({ path, error }: { path: string; error: { code: string } }) => [path, error.code]),
    ).toEqual([
      [at('split', 'test', 'red', 'empty.png'), 'not-an-image'],
      [at('split', 'test', 'red', 'text.jpg'), 'not-an-image'],
    ]);
  });

  test('an accuracy of 1 has an interval that is not [1, 1]', async () => {
    const { gallery } = await json(['evaluate', at('bundle'), at('split')]);
    expect(gallery.accuracy).toBe(1);
    expect(gallery.interval[0]).toBeLessThan(0.9);
  });

  test('counts the pictures that were learned from, and names labels that the bundle lacks', async () => {
    expect(await json(['evaluate', at('bundle'), at('split', 'train')])).toMatchObject({ split: 'all', seen: 24 });
    expect(await json(['evaluate', at('bundle'), at('other')])).toMatchObject({ samples: 4, unseenLabels: ['yellow'] });
  });

  test('fails where the bundle knows none of the labels', async () => {
    const { code, printed } = await discern(['evaluate', at('bundle'), at('single'), '--json']);
    expect([code, JSON.parse(printed).error.code]).toEqual([1, 'empty']);
  });
});

describe('compare', () => {
  test('prints what the contract names', async () => {
    const result = await json(['compare', at('split'), '--unknown', at('strangers'), ...tinyNetwork]);
    expect(result).toMatchObject({
      dataset: 'split',
      samples: 12,
      seed: 0,
      split: { train: 24, val: 12, test: 12 },
      unknown: { samples: 4 },
      difference: { accuracy: 0, interval: [expect.any(Number), expect.any(Number)], p: 1 },
      verdict: { choose: expect.any(String), sentence: expect.any(String), because: expect.any(Array) },
    });
    const costs = ['bytes', 'decideMillisecondsPerImage', 'embedMillisecondsPerImage', 'learnSeconds'];
    for (const approach of [result.classifier, result.gallery]) {
      expect(Object.keys(approach.costs).sort()).toEqual(costs);
      expect(Object.values(approach.costs).every((cost) => Number(cost) > 0)).toBe(true);
    }
    for (const { x, classifier, gallery } of result.curves) {
      expect([classifier.length, gallery.length]).toEqual([x.length, x.length]);
    }
    const learning = result.curves.at(-1);
    expect([learning.name, learning.x]).toEqual(['learning', [1, 2, 5, 6]]);
    expect(learning.galleryInterval).toHaveLength(4);
    expect(result.scenes).toMatchObject({ keptTogether: 'given', byPicture: null, nearDuplicates: { of: 12 } });
    expect(result.skipped).toHaveLength(2);
  });

  test('measures on the pictures that fit would choose by, so that the two agree', async () => {
    const { split } = await json(['fit', at('whole'), '--out', at('agrees'), ...tinyNetwork]);
    const compared = await json(['compare', at('whole'), ...tinyNetwork]);
    expect(compared.samples).toBe(split.val);
  });

  test('draws 60/20/20 where nothing is split, the same for the same seed', async () => {
    const [first, again, other] = await Promise.all(
      ['1', '1', '2'].map((seed) => json(['compare', at('whole'), '--seed', seed, ...tinyNetwork])),
    );
    expect(first.samples + first.split.train + first.split.val).toBe(32);
    expect(first.scenes).toMatchObject({ keptTogether: expect.any(String), nearDuplicates: null });
    expect(withoutTimings(again)).toEqual(withoutTimings(first));
    expect(withoutTimings(other)).not.toEqual(withoutTimings(first));
  });

  test('writes a report with pictures on it that loads nothing', async () => {
    const report = at('report.html');
    const { code, printed } = await discern(['compare', at('split'), '--report', report, ...tinyNetwork]);
    const page = await readFile(report, 'utf8');
    expect([code, printed]).toEqual([0, expect.stringContaining(report)]);
    expect(page.includes('data:image/webp;base64,')).toBe(true);
    expect(page.match(/(src|href)="(?!data:|#)/g)).toBeNull();
  });
});

/** Timings are also in the sentences that weigh costs. */
function withoutTimings(result: { readonly verdict: { readonly sentence: string } }): string {
  const timed = new Set(['learnSeconds', 'embedMillisecondsPerImage', 'decideMillisecondsPerImage', 'because']);
  return JSON.stringify(result, (key, value) => (timed.has(key) ? null : value));
}
