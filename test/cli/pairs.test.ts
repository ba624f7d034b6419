// @module-tag slow
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discern, json, sharedFolder, tinyNetwork, writeBroken, writePicture } from './tiny-pictures.ts';

const identities = 12;
const each = 3;
const name = (identity: number, picture: number) => `p/${identity}-${picture}.png`;
const colourOf = (identity: number) => [20 + 100 * (identity % 3), 20 + 65 * (identity >> 2), (identity * 83) % 255];
const numbers = Array.from({ length: identities }, (_, identity) => identity);
const same = numbers.flatMap((i) => [`${name(i, 0)},${name(i, 1)},1`, `${name(i, 1)},${name(i, 2)},1`]);
const different = numbers.flatMap((i) =>
  [1, 2, 3].map((step) => `${name(i, 0)},${name((i + step) % identities, 2)},0`),
);

const at = sharedFolder(async (folder) => {
  for (const i of numbers)
    for (let p = 0; p < each; p++) await writePicture(join(folder, name(i, p)), colourOf(i), 10 * i + p);
  await writeBroken(join(folder, 'p'));
  const list = (file: string, ...lines: readonly string[]) =>
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  list('pairs.csv', 'a,b,same', ...same, ...different);
  list('same.csv', 'a,b,same', ...same);
  list('different.csv', 'a,b,same', ...different);
  list('three.csv', 'a,b,same', ...same.slice(0, 2), different[0]);
  list('one.csv', 'a,b,same', ...same.slice(0, 2));
  list('wrong.csv', 'a,b,same', ...same, `${name(3, 0)},${name(3, 2)},0`);
  list('unread.csv', 'a,b,same', ...same, ...different, 'p/text.jpg,p/empty.png,1');
  list('labels.csv', 'path,label', ...numbers.flatMap((i) => [0, 1].map((p) => `${name(i, p)},l${i}`)));
  list(
    'split.csv',
    'path,group,split',
    ...numbers.flatMap((i) => [0, 1, 2].map((p) => `${name(i, p)},g${i},${i < 6 ? 'train' : 'val'}`)),
  );
  list('groups.csv', 'path,group', ...numbers.flatMap((i) => [0, 1, 2].map((p) => `${name(i, p)},g${i}`)));
  list(
    'triplets.csv',
    'anchor,positive,negative',
    ...numbers.map((i) => `${name(i, 0)},${name(i, 1)},${name((i + 1) % identities, 2)}`),
  );
});
const fitPairs = (list: string, ...more: readonly string[]) =>
  ['fit', at(list), '--out', at(`${list}.b`), ...tinyNetwork, ...more] as const;

describe('discern fit, of pairs alone', () => {
  test('gives a bundle without classes that verify, gallery and evaluate take', async () => {
    const fitted = await json(fitPairs('pairs.csv'));
    const source = expect.stringContaining('held-out pairs');
    expect(fitted).toMatchObject({ samples: 36, classes: 0, chosen: { classifier: null }, suspects: [], skipped: [] });
    expect(fitted).toMatchObject({
      split: { train: 36, val: 0, test: 0 },
      threshold: { source },
      verification: { apart: 'turns' },
    });
    expect(fitted.verification.pairs.same).toBe(36);
    expect(fitted.verification.figures.verificationAuroc.value).toBeGreaterThan(0.8);
    const ask = (a: string, b: string) => json(['verify', at('pairs.csv.b'), at(a), at(b)]);
    expect(await ask(name(0, 0), name(0, 2))).toMatchObject({ same: true, source, threshold: fitted.threshold.value });
    expect(await ask(name(0, 0), name(7, 0))).toMatchObject({ same: false });
    expect(await json(['gallery', at('pairs.csv.b')])).toMatchObject({
      vectors: 0,
      classes: [],
      threshold: { source },
    });
    const measured = await json(['evaluate', at('pairs.csv.b'), at('pairs.csv')]);
    expect(measured).toMatchObject({ samples: 36, seen: 36, classifier: null, gallery: null, unseenLabels: [] });
    expect(measured.verification.figures.accuracy.interval).toHaveLength(2);
  });

  test('says in words where the threshold comes from, and what to do next, which works', async () => {
    const { printed } = await discern(fitPairs('pairs.csv'));
    expect(printed).toMatch(/Threshold: +-?0\.\d+,\n +the best of 36 same and \d+ different held-out pairs,\n/);
    const bundle = at('pairs.csv.b');
    expect(printed).toContain(`discern verify ${bundle} A B`);
    const refused = await discern(['predict', bundle, at(name(1, 0))]);
    expect([refused.code, refused.reported]).toEqual([
      1,
      expect.stringContaining(`discern enrol ${bundle} LABEL FILE`),
    ]);
    await json(['enrol', bundle, 'first', at(name(0, 0)), at(name(0, 1))]);
    await json(['enrol', bundle, 'other', at(name(7, 0)), at(name(7, 1))]);
    const [answer] = await json(['predict', bundle, at(name(0, 2))]);
    expect(answer).toMatchObject({ classifier: null, gallery: { label: 'first', known: true } });
  });

  test('evaluate on classes that nobody has enrolled says how to go on', async () => {
    await json(fitPairs('same.csv'));
    const { code, reported } = await discern(['evaluate', at('same.csv.b'), at('labels.csv')]);
    expect([code, reported]).toEqual([1, expect.stringContaining(`discern enrol ${at('same.csv.b')} --from DATA`)]);
    const validated = await json(['evaluate', at('same.csv.b'), at('labels.csv'), '--unseen']);
    expect(validated).toMatchObject({ classes: identities, space: 'gallery' });
  });

  test.each(['same.csv', 'groups.csv', 'triplets.csv'])('%s gives a threshold too', async (list) => {
    const { threshold, verification } = await json(fitPairs(list));
    expect(verification).toMatchObject({ apart: 'turns', identities: expect.any(Number) });
    expect(threshold.source).toContain('different held-out pairs');
  });

  test.each([
    ['different.csv', 'too-few', 'add pairs of pictures that are the same'],
    ['three.csv', 'too-few', 'add pairs of pictures that are'],
    ['one.csv', 'too-few', 'add pairs of pictures that are'],
    ['wrong.csv', 'contradiction', 'in each chain'],
  ])('%s is refused: %s', async (list, code, todo) => {
    const { code: exit, printed } = await discern(fitPairs(list, '--json'));
    const { error } = JSON.parse(printed);
    expect([exit, error.code]).toEqual([1, code]);
    expect(error.todo).toContain(todo);
    if (code === 'contradiction') expect(error.evidence[0].chain).toHaveLength(2);
  });

  test('a val part is asked, and nothing is learned from it', async () => {
    const { split, verification } = await json(fitPairs('split.csv'));
    expect([split, verification.apart, verification.identities]).toEqual([
      { train: 18, val: 18, test: 0 },
      'identities',
      6,
    ]);
  });

  test('pictures that cannot be read are left out', async () => {
    const { samples, skipped } = await json(fitPairs('unread.csv'));
    expect([samples, skipped.length]).toEqual([36, 2]);
  });

  test('a classifier and strangers need labels', async () => {
    for (const more of [
      ['--approach', 'classifier'],
      ['--unknown', at('p')],
    ]) {
      const { code, reported } = await discern(fitPairs('pairs.csv', '--drop-enrolled', ...more));
      expect([code, reported]).toEqual([1, expect.stringContaining(`discern train ${at('pairs.csv')}`)]);
    }
  });
});

test.each([
  ['compare', ['compare', at('pairs.csv'), ...tinyNetwork]],
  ['evaluate --unseen', ['evaluate', 'efficientnet-lite0', at('pairs.csv'), '--unseen']],
  ['enrol --from', ['enrol', at('pairs.csv.b'), '--from', at('pairs.csv')]],
])('%s says that pairs name no class, and what they are good for', async (_, argv) => {
  const { code, reported } = await discern(argv);
  expect(code).toBe(1);
  expect(reported).toContain('names no class');
  expect(reported).toContain(`discern train ${at('pairs.csv')} --out ${at('pairs.onnx')}`);
});

test.each(['verify', 'predict', 'gallery'])(
  '%s of a network says that it has no threshold, and how to make one',
  async (command) => {
    const pictures =
      { verify: [at(name(0, 0)), at(name(0, 1))], predict: [at(name(0, 0))], gallery: [] }[command] ?? [];
    const { code, reported } = await discern([command, tinyNetwork[1], ...pictures]);
    expect(code).toBe(1);
    expect(reported).toContain(`discern fit DATA --backbone ${tinyNetwork[1]} --out BUNDLE`);
  },
);
