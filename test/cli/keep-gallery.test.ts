// @module-tag slow
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { discern, json, sharedFolder, strange, tinyNetwork, writeClasses, writePicture } from './tiny-pictures.ts';

const at = sharedFolder(async (folder) => {
  await writeClasses(join(folder, 'learned'), 4);
  for (let i = 0; i < 3; i++) await writePicture(join(folder, 'more', `${i}.png`), strange, i);
});

beforeAll(async () => {
  await json(['fit', at('learned'), '--out', at('fitted'), ...tinyNetwork]);
});

/** A copy of the fitted bundle: each test changes its own. */
async function bundle(name: string): Promise<string> {
  await cp(at('fitted'), at(name), { recursive: true });
  return at(name);
}

const idOf = async (path: string, picture: string): Promise<string> => {
  const { pictures } = await json(['gallery', path, '--pictures']);
  return pictures.find((each: { path: string }) => each.path === picture).id;
};

const classesOf = async (path: string): Promise<string[]> =>
  (await json(['gallery', path])).classes.map(({ label }: { label: string }) => label);

/** The classes that the classifier lists, all of them. */
const named = async (path: string): Promise<string[]> => {
  const [{ classifier }] = await json(['predict', path, at('learned', 'red', '0.png'), '--top', '9']);
  return classifier.top.map(({ label }: { label: string }) => label).sort();
};

async function failure(...argv: readonly string[]) {
  const { code, printed } = await discern([...argv, '--json']);
  return [code, JSON.parse(printed).error];
}

describe('the classifier', () => {
  test('follows enrol and forget', async () => {
    const path = await bundle('followed');
    const grown = await json(['enrol', path, 'yellow', at('more')]);
    expect(grown).toMatchObject({ enrolled: 3, classifier: { classes: 5, by: 'learning' }, remarks: [] });
    expect(await named(path)).toEqual(['blue', 'green', 'grey', 'red', 'yellow']);
    expect((await discern(['forget', path, '--label', 'grey'])).printed).toContain('knows 4 classes');
    expect(await named(path)).toEqual(['blue', 'green', 'red', 'yellow']);
    expect(await json(['evaluate', path, at('learned')])).toMatchObject({ unseenLabels: ['grey'], samples: 12 });
  });

  test('is gone with the last but one class, and an emptied bundle says what it needs', async () => {
    const path = await bundle('emptied');
    for (const label of ['blue', 'green']) await json(['forget', path, '--label', label]);
    const { reported } = await discern(['forget', path, '--label', 'grey']);
    expect(reported).toContain('only red is left, so there is no classifier');
    expect(await json(['forget', path, '--label', 'red'])).toMatchObject({ vectors: 0, classifier: null });
    const [code, error] = await failure('evaluate', path, at('learned'));
    expect([code, error.code]).toEqual([1, 'empty']);
  });
});

describe('gallery --pictures and predict --ids', () => {
  test('show ids, which forget and relabel take', async () => {
    const path = await bundle('shown');
    const { pictures } = await json(['gallery', path, '--pictures', '--label', 'red']);
    expect(pictures).toHaveLength(4);
    expect(pictures[0]).toEqual({ id: expect.stringMatching(/^[0-9a-f]{16}$/), label: 'red', path: 'red/0.png' });
    expect((await discern(['gallery', path, '--pictures'])).printed).toContain(pictures[0].id);
    const asked = ['predict', path, at('learned', 'red', '0.png')];
    expect((await discern([...asked, '--ids'])).printed).toContain(pictures[0].id);
    expect((await discern(asked)).printed).not.toContain(pictures[0].id);
  });

  test('a class that is not there is named, with the one that may be meant', async () => {
    const path = await bundle('unlisted');
    const [code, error] = await failure('gallery', path, '--pictures', '--label', 'gren');
    expect([code, error.code, error.todo]).toEqual([1, 'not-found', expect.stringContaining('did you mean green?')]);
    expect((await discern(['gallery', path, '--label', 'red'])).code).toBe(2);
  });
});

describe('relabel', () => {
  test('takes an id, a file wherever it lies, and the path that it was enrolled under', async () => {
    const path = await bundle('relabelled');
    const id = await idOf(path, 'red/0.png');
    await cp(at('learned', 'red', '1.png'), at('moved.png'));
    const result = await json(['relabel', path, id, at('moved.png'), 'red/2.png', 'grey']);
    expect(result).toMatchObject({ vectors: 16, duplicates: 0, classifier: { classes: 4, by: 'learning' } });
    expect(result.relabelled.map(({ from, to, path }: Record<string, string>) => [path, from, to])).toEqual(
      [0, 1, 2].map((i) => [`red/${i}.png`, 'red', 'grey']),
    );
    const [answer] = await json(['predict', path, at('moved.png')]);
    expect(answer.gallery.nearest[0]).toMatchObject({ label: 'grey', similarity: expect.closeTo(1, 3) });
  });

  test('says how it is undone, and undone it is', async () => {
    const path = await bundle('undone');
    const { printed } = await discern(['relabel', path, 'red/0.png', 'violet']);
    const [, ...words] = /Undo: discern (.*)/.exec(printed)?.[1].split(' ') ?? [];
    expect(await classesOf(path)).toContain('violet');
    await json(['relabel', ...words]);
    expect((await json(['gallery', path])).classes).toEqual((await json(['gallery', at('fitted')])).classes);
  });

  test('makes one entry of a picture that bears the label already', async () => {
    const path = await bundle('twice');
    const { reported } = await discern(['enrol', path, 'grey', at('learned', 'red', '0.png')]);
    expect(reported).toContain('enrolled as red, too');
    const result = await json(['relabel', path, at('learned', 'red', '0.png'), 'grey']);
    expect(result).toMatchObject({ vectors: 16, duplicates: 1 });
  });

  test('refuses what is not enrolled, and an empty label', async () => {
    const path = await bundle('refusing');
    expect(await failure('relabel', path, 'nowhere.png', 'red')).toMatchObject([1, { code: 'not-found' }]);
    for (const argv of [
      ['relabel', path, 'red/0.png'],
      ['relabel', path, 'red/0.png', ' '],
      ['relabel', path],
    ])
      expect((await discern(argv)).code).toBe(2);
    expect(await json(['gallery', path])).toEqual(await json(['gallery', at('fitted')]));
  });
});

describe('rename', () => {
  test('gives a class another name everywhere, and says how it is undone', async () => {
    const path = await bundle('renamed');
    const { printed } = await discern(['rename', path, 'grey', 'light grey']);
    expect(printed).toContain(`Undo: discern rename ${path} 'light grey' grey`);
    expect(await classesOf(path)).toEqual(['blue', 'green', 'light grey', 'red']);
    expect(await named(path)).toEqual(['blue', 'green', 'light grey', 'red']);
  });

  test('refuses a name that is taken, one that is empty, and a class that is not there', async () => {
    const path = await bundle('taken');
    const [code, error] = await failure('rename', path, 'grey', 'red');
    expect([code, error.todo]).toEqual([2, expect.stringContaining(`discern merge ${path} grey red`)]);
    expect((await discern(['rename', path, 'grey', ''])).code).toBe(2);
    expect(await failure('rename', path, 'gray', 'x')).toMatchObject([
      1,
      { todo: expect.stringContaining('did you mean grey?') },
    ]);
  });
});

describe('merge', () => {
  test('makes classes one, and gives them back by the ids that it prints', async () => {
    const path = await bundle('merged');
    const { merged, classifier } = await json(['merge', path, 'red', 'blue', 'grey']);
    expect(classifier).toMatchObject({ classes: 2, by: 'learning' });
    expect(await named(path)).toEqual(['green', 'grey']);
    for (const { label, ids } of merged) await json(['relabel', path, ...ids, label]);
    expect((await json(['gallery', path])).classes).toEqual((await json(['gallery', at('fitted')])).classes);
  });

  test('refuses a class alone, and one that is not there', async () => {
    const path = await bundle('unmerged');
    for (const argv of [[], ['red'], ['red', 'red'], ['red', '']])
      expect((await discern(['merge', path, ...argv])).code).toBe(2);
    expect(await failure('merge', path, 'violet', 'red')).toMatchObject([1, { code: 'not-found' }]);
  });
});

test('a new label that is nearly one that is there is remarked', async () => {
  const path = await bundle('slip');
  const { reported } = await discern(['enrol', path, 'gren', at('more', '0.png')]);
  expect(reported).toContain('gren is a new class; did you mean green?');
  expect((await discern(['enrol', path, '', at('more', '0.png')])).code).toBe(2);
});

describe('fit over a bundle that people have worked on', () => {
  const again = (path: string, ...more: string[]) => ['fit', at('learned'), '--out', path, ...tinyNetwork, ...more];

  test('refuses before it begins, keeps it where that is asked for, and lets it go', async () => {
    const path = await bundle('worked-on');
    await json(['enrol', path, 'yellow', at('more')]);
    await json(['relabel', path, 'red/0.png', 'grey']);
    const before = await json(['gallery', path]);
    const [code, error] = await failure(...again(path));
    expect([code, error.message]).toEqual([2, expect.stringContaining('3 pictures enrolled by hand (yellow)')]);
    expect(error.todo).toContain('--keep-enrolled');
    expect(await json(['gallery', path])).toEqual(before);
    const kept = await json(again(path, '--keep-enrolled'));
    expect(kept.enrolled).toEqual({ fate: 'keep', enrolled: 3, relabelled: 1 });
    expect(
      (await json(['gallery', path])).classes.map(({ label, vectors }: Record<string, unknown>) => [label, vectors]),
    ).toEqual([
      ['blue', 4],
      ['green', 4],
      ['grey', 5],
      ['red', 3],
      ['yellow', 3],
    ]);
    expect(await named(path)).toContain('yellow');
    expect((await json(again(path, '--drop-enrolled'))).enrolled).toMatchObject({ fate: 'drop', enrolled: 3 });
    expect(await json(['gallery', path])).toEqual(await json(['gallery', at('fitted')]));
    expect((await json(again(path))).enrolled).toBeNull();
  });

  test('does not keep what another network has embedded', async () => {
    const path = await bundle('other-network');
    await json(['enrol', path, 'yellow', at('more')]);
    const other = ['--mean', '0,0,0', '--deviation', '1,1,1', '--keep-enrolled'];
    expect(await failure(...again(path, ...other))).toMatchObject([1, { code: 'fingerprint' }]);
    expect(await classesOf(path)).toContain('yellow');
    expect((await discern(again(path, '--keep-enrolled', '--drop-enrolled'))).code).toBe(2);
  });
});

describe('what fit keeps', () => {
  const fitAgain = (path: string, ...more: readonly string[]) =>
    json(['fit', at('learned'), '--out', path, '--approach', 'gallery', ...tinyNetwork, ...more]);
  const picturesOf = async (path: string, label: string): Promise<string[]> =>
    (await json(['gallery', path, '--pictures', '--label', label])).pictures.map((each: { path: string }) => each.path);

  test('stays marked as made by hand, also where the data has it under the same label', async () => {
    const path = await bundle('kept-twice');
    await cp(at('learned'), at('learned and more'), { recursive: true });
    await cp(at('more'), at('learned and more', 'yellow'), { recursive: true });
    await json(['enrol', path, 'yellow', at('more')]);
    await json(['fit', at('learned and more'), '--out', path, ...tinyNetwork, '--keep-enrolled']);
    const [code, error] = await failure('fit', at('learned'), '--out', path, ...tinyNetwork);
    expect([code, error.code, error.message]).toEqual([2, 'misused', expect.stringContaining('3 pictures enrolled')]);
    await fitAgain(path, '--keep-enrolled');
    expect(await picturesOf(path, 'yellow')).toHaveLength(3);
  });

  test('holds a relabelled picture that the data has no more', async () => {
    const path = await bundle('kept-relabelled');
    await cp(at('learned'), at('without'), { recursive: true });
    await rm(at('without', 'red', '0.png'));
    await json(['relabel', path, 'red/0.png', 'grey']);
    await json(['fit', at('without'), '--out', path, ...tinyNetwork, '--keep-enrolled']);
    expect(await picturesOf(path, 'grey')).toContain('red/0.png');
    expect((await failure('fit', at('without'), '--out', path, ...tinyNetwork))[1].message).toContain(
      '1 picture relabelled',
    );
  });
});
