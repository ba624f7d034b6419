import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readBundle } from '../../src/node/bundles/bundle-files.ts';
import { recogniseTogether } from '../../src/node/recognise-together.ts';
import {
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
  await writeClasses(join(folder, 'learned'), 8);
  await writeClasses(join(folder, 'new'), 4, 1);
  for (const i of [0, 1, 2]) await writePicture(join(folder, 'strangers', `${i}.png`), strange, i);
  await writeBroken(join(folder, 'broken'));
  await json(['fit', join(folder, 'learned'), '--out', join(folder, 'bundle'), ...tinyNetwork]);
});

const predicted = (...argv: readonly string[]) => json(['predict', at('bundle'), '--together', ...argv]);

test('fit stores how several pictures are pooled, and enrolling keeps it', async () => {
  const { together, gallery } = await readBundle(at('bundle'));
  expect(together).toMatchObject({ gallery: 'mean', independence: expect.any(Number) });
  await json(['fit', at('learned'), '--out', at('other'), ...tinyNetwork]);
  await json(['enrol', at('other'), 'yellow', at('strangers')]);
  const enrolled = await readBundle(at('other'));
  expect(enrolled.together).toEqual(together);
  expect(enrolled.gallery?.threshold).toEqual(gallery?.threshold);
});

describe('predict --together', () => {
  test('gives one answer for all files, as the contract says', async () => {
    const paths = [0, 1, 2].map((i) => at('new', 'red', `${i}.png`));
    const answers = await predicted(...paths);
    expect(answers).toEqual([
      {
        group: null,
        paths,
        pictures: 3,
        outliers: [],
        skipped: [],
        answer: expect.objectContaining({ label: 'red', known: true, confidence: expect.any(Number) }),
        why: { classifier: expect.any(Object), gallery: expect.any(Object) },
        classifier: expect.objectContaining({ label: 'red', probability: expect.any(Number), top: expect.any(Array) }),
        gallery: expect.objectContaining({ label: 'red', known: true }),
      },
    ]);
  });

  test('answers one picture as predict does without it', async () => {
    const path = at('new', 'blue', '0.png');
    const [alone] = await json(['predict', at('bundle'), path]);
    const [{ answer, why, classifier, gallery }] = await predicted(path);
    expect({ path, answer, why, classifier, gallery }).toEqual(alone);
  });

  test('gives one answer for each folder', async () => {
    const answers = await predicted(at('new', 'red'), at('new', 'green'), at('new', 'grey', '0.png'));
    const short = answers.map(({ group, pictures, classifier }: Record<string, { label: string }>) => [
      group,
      pictures,
      classifier.label,
    ]);
    expect(short).toEqual([
      [null, 1, 'grey'],
      [at('new', 'red'), 4, 'red'],
      [at('new', 'green'), 4, 'green'],
    ]);
  });

  test('skips what cannot be read within its group, and reports a group of nothing else', async () => {
    const { code, printed, reported } = await discern([
      ...['predict', at('bundle'), '--together', '--json'],
      ...[at('new', 'red', '0.png'), at('none.png'), at('broken')],
    ]);
    const [mixed, broken] = JSON.parse(printed);
    expect(code).toBe(0);
    expect(reported).toContain('1 thing of 2 could not be read');
    expect(mixed).toMatchObject({ pictures: 1, skipped: [{ path: at('none.png'), error: { code: 'not-found' } }] });
    expect(broken).toMatchObject({ group: at('broken'), pictures: 0, classifier: null, gallery: null });
    expect(broken.error).toEqual(broken.skipped[0].error);
    expect((await discern(['predict', at('bundle'), '--together', at('none.png')])).code).toBe(1);
  });

  test('groups by a column of a list; a picture without a group stands alone', async () => {
    const lines = ['path,group', 'new/red/0.png,a', 'new/blue/0.png,b', 'new/red/1.png,a', 'new/grey/0.png,'];
    await writeFile(at('list.csv'), lines.join('\n'));
    const answers = await predicted('--list', at('list.csv'));
    expect(answers.map(({ group, paths }: Record<string, string[]>) => [group, paths.length])).toEqual([
      ['a', 2],
      ['b', 1],
      [at('new', 'grey', '0.png'), 1],
    ]);
    await writeFile(at('list.txt'), [0, 1, 2].map((i) => at('new', 'green', `${i}.png`)).join('\n'));
    const [one, ...more] = await predicted('--list', at('list.txt'));
    expect([one.group, one.pictures, one.classifier.label, more]).toEqual([null, 3, 'green', []]);
  });

  test('prints the answer, and what did not count', async () => {
    const argv = ['predict', at('bundle'), '--together', ...[0, 1, 2].map((i) => at('new', 'red', `${i}.png`))];
    const { printed } = await discern([...argv, at('none.png')]);
    expect(printed).toMatch(/^3 pictures of one thing: +red \d+ % +classifier: red/);
    expect(printed).toContain(`not counted: ${at('none.png')} could not be read`);
    await discern([...argv, '--csv', at('answers.csv')]);
    expect((await readFile(at('answers.csv'), 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  test('is misuse without pictures', async () => {
    expect((await discern(['predict', at('bundle'), '--together'])).code).toBe(2);
  });
});

test('groups stream: the first answer comes before the last group is known', async () => {
  let asked = 0;
  async function* endless() {
    for (;;) {
      asked++;
      yield { group: `${asked}`, paths: [at('new', 'red', '0.png'), at('new', 'red', '1.png')] };
    }
  }
  const answers: (string | null)[] = [];
  for await (const { group, pictures } of recogniseTogether(at('bundle'), endless(), { threads: 1 })) {
    expect(pictures).toBe(2);
    answers.push(group);
    if (answers.length === 3) break;
  }
  expect(answers).toEqual(['1', '2', '3']);
  expect(asked).toBeLessThan(100);
});

describe('evaluate --together', () => {
  test('measures groups beside single pictures, and strangers', async () => {
    const { together, samples } = await json([
      ...['evaluate', at('bundle'), at('new'), '--together', '2', '--unknown', at('strangers')],
    ]);
    expect(samples).toBe(16);
    expect(together).toMatchObject({ pictures: 2, groups: 8, leftOut: 0 });
    expect(together.classifier).toMatchObject({ accuracy: 1, alone: 1, difference: { accuracy: 0 } });
    expect(together.gallery.accepted).toBeGreaterThan(0.5);
    expect(together.unknown).toMatchObject({ by: 'scene', gallery: { alone: { falseAccept: expect.any(Number) } } });
  });

  test('measures the groups of the data set, and 3 pictures by default', async () => {
    const rows = [0, 1, 2, 3].flatMap((i) => ['red', 'blue'].map((l) => `new/${l}/${i}.png,${l},${l}${i % 2}`));
    await writeFile(at('grouped.csv'), ['path,label,group', ...rows].join('\n'));
    const own = await json(['evaluate', at('bundle'), at('grouped.csv'), '--together']);
    expect(own.together).toMatchObject({ pictures: null, groups: 4, leftOut: 0, unknown: null });
    const drawn = await json(['evaluate', at('bundle'), at('new'), '--together']);
    expect(drawn.together).toMatchObject({ pictures: 3, groups: 4, leftOut: 4 });
    expect((await json(['evaluate', at('bundle'), at('new')])).together).toBeUndefined();
  });

  test('says where no class has enough pictures, and what excludes it', async () => {
    const { code, reported } = await discern(['evaluate', at('bundle'), at('new'), '--together', '9']);
    expect([code, reported.includes('no group of pictures')]).toEqual([1, true]);
    expect((await discern(['evaluate', at('bundle'), at('new'), '--unseen', '--together'])).code).toBe(2);
    expect((await discern(['evaluate', at('bundle'), at('new'), '--together', '1'])).code).toBe(2);
    const { printed } = await discern(['evaluate', at('bundle'), at('new'), '--together']);
    expect(printed).toContain('Several pictures of one thing (3 pictures of one class): 4 groups.');
  });
});
