import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { memoryWorld } from './memory-world.ts';
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
  await writeClasses(join(folder, 'learned'), 6);
  await writeClasses(join(folder, 'new'), 1, 1);
  await writePicture(join(folder, 'stranger.png'), strange, 0);
  await writeBroken(join(folder, 'broken'));
  await json(['fit', join(folder, 'learned'), '--out', join(folder, 'bundle'), ...tinyNetwork]);
});

const predicted = (...argv: readonly string[]) => json(['predict', at('bundle'), ...argv]);

describe('predict', () => {
  test('answers each picture as the contract says, with its nearest pictures', async () => {
    const [answer] = await predicted(at('new', 'red', '0.png'));
    expect(answer).toEqual({
      path: at('new', 'red', '0.png'),
      answer: {
        label: 'red',
        known: true,
        by: expect.stringMatching(/^(classifier|gallery|hybrid)$/),
        confidence: expect.any(Number),
        because: expect.stringMatching(/^red: /),
      },
      why: { classifier: expect.any(Object), gallery: expect.any(Object) },
      classifier: {
        label: 'red',
        probability: expect.any(Number),
        top: expect.any(Array),
        known: true,
        familiarity: expect.any(Number),
        threshold: expect.any(Number),
      },
      gallery: {
        label: 'red',
        known: true,
        similarity: expect.any(Number),
        threshold: expect.any(Number),
        classes: expect.any(Array),
        nearest: expect.any(Array),
      },
    });
    expect(answer.classifier.top.map(({ label }: { label: string }) => label).sort()).toEqual([
      'blue',
      'green',
      'grey',
      'red',
    ]);
    expect(answer.gallery.nearest).toHaveLength(5);
    expect(answer.gallery.nearest[0]).toMatchObject({ label: 'red', path: expect.stringMatching(/^red\/\d\.png$/) });
  });

  test('keeps the order given, opens folders, and spells paths as they can be opened from here', async () => {
    const here = (name: string) => relative(process.cwd(), at(name));
    const answers = await predicted(here('stranger.png'), here('new'));
    expect(answers.map(({ path }: { path: string }) => path)).toEqual([
      here('stranger.png'),
      ...['blue', 'green', 'grey', 'red'].map((label) => join(here('new'), label, '0.png')),
    ]);
  });

  test('says unknown below the threshold, with the nearest classes still listed', async () => {
    const picture = at('new', 'red', '0.png');
    const [open] = await predicted(picture, '--threshold', '-1', '--top', '2');
    const [shut] = await predicted(picture, '--threshold', '1', '--top', '2');
    expect([open.gallery.label, open.gallery.known, open.gallery.threshold]).toEqual(['red', true, -1]);
    expect([shut.gallery.label, shut.gallery.known, shut.gallery.threshold]).toEqual([null, false, 1]);
    expect(shut.gallery.classes).toEqual(open.gallery.classes);
    expect([open.gallery.classes.length, open.classifier.top.length]).toEqual([2, 2]);
  });

  test('shows the best classes of both approaches to a person who asks for some', async () => {
    const argv = ['predict', at('bundle'), at('new', 'red', '0.png'), '--top', '3'];
    const { printed } = await discern(argv);
    const [, said, classifier, gallery] = printed.trimEnd().split('\n');
    const [answer] = await predicted(at('new', 'red', '0.png'), '--top', '3');
    expect(said).toMatch(/^ +answer: +red \d+ %$/);
    for (const { label } of answer.classifier.top) expect(classifier).toMatch(new RegExp(`\\b${label} \\d+\\.\\d %`));
    for (const { label } of answer.gallery.classes) expect(gallery).toMatch(new RegExp(`\\b${label} -?\\d\\.\\d{3}`));
    expect(classifier.split(', ')).toHaveLength(3);
  });

  test('has a line for each approach where one line is too narrow, and none is wider than the terminal', async () => {
    const argv = ['predict', at('bundle'), at('new', 'red', '0.png'), at('stranger.png')];
    const { printed } = await discern(argv, { isTerminal: true, columns: 60 });
    const lines = printed.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('  classifier: '))).toHaveLength(2);
    expect(lines.filter((line) => line.length > 60 && !line.startsWith(at()))).toEqual([]);
  });

  test('reads one picture from standard input', async () => {
    const [fromFile] = await predicted(at('new', 'blue', '0.png'));
    const stdin = inPieces(await readFile(at('new', 'blue', '0.png')), 100);
    const [fromInput] = await json(['predict', at('bundle'), '-'], { stdin });
    expect(fromInput).toEqual({ ...fromFile, path: '-' });
  });

  test('gives the same answers one by one, many at once, and from the cache', async () => {
    const argv = ['predict', at('bundle'), at('learned'), '--threads', '2'];
    const many = await json(argv);
    expect(await json(argv, { caches: at('caches') })).toEqual(many);
    expect(await json(argv, { caches: at('caches') })).toEqual(many);
    for (const path of [many[0].path, many[9].path]) {
      expect(await predicted(path)).toEqual(many.filter((answer: { path: string }) => answer.path === path));
    }
  });

  test('answers pictures that fail with their error, and is done', async () => {
    const answers = await predicted(at('broken'), at('nowhere.png'), at('new', 'grey', '0.png'));
    expect(answers.map(({ error }: { error?: { code: string } }) => error?.code ?? null)).toEqual([
      'not-an-image',
      'not-an-image',
      'not-found',
      null,
    ]);
    expect(answers[0]).toMatchObject({ classifier: null, gallery: null, error: { given: expect.any(String) } });
  });

  test('has failed where no picture could be read, and still prints the array', async () => {
    const { code, printed, reported } = await discern(['predict', at('bundle'), at('broken'), '--json']);
    expect([code, JSON.parse(printed).length]).toEqual([1, 2]);
    expect(reported).toContain('2 pictures of 2 could not be read');
  });

  test('writes a line a picture for people', async () => {
    const { code, printed } = await discern(['predict', at('bundle'), at('new', 'red'), at('broken', 'empty.png')]);
    const [known, failed] = printed.trim().split('\n');
    expect(code).toBe(0);
    expect(known).toMatch(/red\/0\.png +red \d+ % +classifier: red \d+\.\d % +gallery: red \d\.\d{3}$/);
    expect(failed).toMatch(/empty\.png +could not be read: /);
  });

  test('writes a .csv file that a spreadsheet can read', async () => {
    await mkdir(at('odd'), { recursive: true });
    await writePicture(at('odd', 'a, "b".png'), strange, 3);
    await discern([
      'predict',
      at('bundle'),
      at('odd'),
      at('broken', 'empty.png'),
      '--csv',
      at('a.csv'),
      '--threshold',
      '1',
    ]);
    const [header, first, second] = (await readFile(at('a.csv'), 'utf8')).trimEnd().split('\n');
    expect(header).toBe('path,classifier,probability,gallery,known,similarity,threshold,error,answer,confidence,by');
    expect(first.startsWith(`"${at('odd', 'a, ""b"".png')}",`)).toBe(true);
    expect(first).toMatch(/,unknown,false,0\.\d+,1,,unknown,0\.\d+,(gallery|hybrid)$/);
    expect(second).toMatch(/empty\.png,,,,,,,/);
  });

  const misuses = [[[]], [['-', '--list', '-']], [['-', '-']], [['x.png', '--top', '0']]] as const;
  test.each(misuses)('refuses %j', async (argv) => {
    const { code, printed } = await discern(['predict', at('bundle'), ...argv, '--json']);
    expect([code, JSON.parse(printed).error.code]).toEqual([2, 'misused']);
  });

  test.each([
    ['nowhere', 'not-found'],
    ['learned', 'bad-bundle'],
  ])('says what is wrong with a bundle that is none (%s)', async (name, code) => {
    const ran = await discern(['predict', at(name), at('stranger.png'), '--json']);
    expect([ran.code, JSON.parse(ran.printed).error.code]).toEqual([1, code]);
  });
});

describe('a list of paths', () => {
  test('is read line by line, whatever its line ends', async () => {
    const paths = [at('new', 'red', '0.png'), at('new', 'blue', '0.png')];
    await writeFile(at('list.txt'), `${paths.join('\r\n')}\n\n`);
    const answers = await predicted('--list', at('list.txt'));
    expect(answers.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  test('that is not there is an error', async () => {
    const { code, printed } = await discern(['predict', at('bundle'), '--list', at('none.txt'), '--json']);
    expect([code, JSON.parse(printed).error.code]).toEqual([1, 'not-found']);
  });

  test('is answered while it still comes: the first answer before the last path', async () => {
    const picture = at('new', 'red', '0.png');
    const answered = promiseOf<void>();
    async function* slowly() {
      yield new TextEncoder().encode(`${picture}\n${picture}`);
      await answered.promise;
      yield new TextEncoder().encode(`\n${picture}`);
    }
    const world = memoryWorld({ stdin: slowly() });
    const stdout = {
      ...world.stdout,
      write: async (text: string) => {
        if (text !== '') answered.resolve();
        await world.stdout.write(text);
      },
    };
    const argv = ['predict', at('bundle'), '--list', '-', '--jsonl', '--no-cache', '--threads', '1'];
    expect(await run(argv, { ...world, stdout })).toBe(0);
    const lines = world.printed().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).path)).toEqual([picture, picture, picture]);
  });
});

function promiseOf<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
