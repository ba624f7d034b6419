import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
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
  await writeClasses(join(folder, 'learned'), 6);
  await writeClasses(join(folder, 'new'), 1, 1);
  await writePicture(join(folder, 'stranger.png'), strange, 0);
  await writeBroken(join(folder, 'broken'));
  await json(['fit', join(folder, 'learned'), '--out', join(folder, 'bundle'), ...tinyNetwork]);
});

const explained = (...argv: readonly string[]) => json(['explain', at('bundle'), ...argv]);
const red = () => at('new', 'red', '0.png');

describe('explain', () => {
  test('answers as predict does, with evidence that adds up', async () => {
    const { pictures } = await explained(red(), '--pictures', at('learned'));
    const [predicted] = await json(['predict', at('bundle'), red()]);
    const [{ path, classifier, gallery }] = pictures;
    expect(path).toBe(red());
    expect(classifier).toMatchObject(predicted.classifier);
    expect(gallery).toMatchObject(predicted.gallery);
    expect(gallery.margin).toBeCloseTo(gallery.similarity - gallery.threshold, 6);
    for (const { cells, constant, score } of [classifier.evidence, gallery.evidence, gallery.match.enrolled]) {
      expect([cells.length, cells[0].length]).toEqual([4, 4]);
      expect(cells.flat().reduce((sum: number, value: number) => sum + value, constant)).toBeCloseTo(score, 5);
    }
    const [{ probability }, other] = predicted.classifier.top;
    expect(classifier.evidence.score).toBeCloseTo(Math.log(probability / other.probability), 3);
    expect(gallery.evidence.nearest.similarity).toBeCloseTo(predicted.gallery.nearest[0].similarity, 4);
    expect(gallery.file).toBe(at('learned', gallery.evidence.nearest.path));
    expect(gallery.match.similarities).toHaveLength(4);
  });

  test('says in words where an enrolled picture is not found, and explains without it', async () => {
    const [{ gallery }] = (await explained(red())).pictures;
    expect([gallery.file, gallery.match]).toEqual([null, null]);
    expect(gallery.missing).toContain('--pictures');
    expect(gallery.evidence.cells).toHaveLength(4);
  });

  test('draws a PNG with a row for each picture', async () => {
    const heights = [];
    for (const names of [[red()], [red(), at('stranger.png')]]) {
      const out = at('why.png');
      expect(await explained(...names, '--out', out)).toMatchObject({ out, drawn: names.length });
      const { width, height, format } = await sharp(out).metadata();
      expect([format, width]).toEqual(['png', 1288]);
      heights.push(height ?? 0);
    }
    expect(heights[1]).toBeGreaterThan(heights[0] + 288);
  });

  test('writes a page that loads nothing', async () => {
    const out = at('why.html');
    await explained(red(), '--out', out, '--pictures', at('learned'));
    const page = await readFile(out, 'utf8');
    expect(page.match(/<img /g)).toHaveLength(4);
    expect(page).not.toMatch(/src="(?!data:)|<script/);
    expect(page).toContain('Nearest enrolled: red');
  });

  test('prints sentences for people', async () => {
    const { code, printed } = await discern(['explain', at('bundle'), red(), '--pictures', at('learned')]);
    expect(code).toBe(0);
    expect(printed).toMatch(/Classifier\n {4}red \d+\.\d %, runner-up \w+ \d+\.\d %\./);
    expect(printed).toMatch(/Unknown with a threshold above \d\.\d{3}\./);
    expect(printed).toMatch(/Nearest picture of red: .*red.\d\.png, similarity \d\.\d{3}\./);
  });

  test('says which pictures could not be read, and writes nothing where none could', async () => {
    const some = await discern(['explain', at('bundle'), at('broken'), red(), '--json', '--out', at('some.png')]);
    expect([some.code, JSON.parse(some.printed).drawn]).toEqual([0, 1]);
    expect(JSON.parse(some.printed).pictures[0].error.code).toBe('not-an-image');
    const none = await discern(['explain', at('bundle'), at('broken'), '--json', '--out', at('none.png')]);
    expect([none.code, JSON.parse(none.printed).out]).toEqual([1, null]);
    await expect(readFile(at('none.png'))).rejects.toThrow();
  });

  test('explains an approach alone', async () => {
    for (const [approach, other] of [
      ['classifier', 'gallery'],
      ['gallery', 'classifier'],
    ] as const) {
      const bundle = at(`only-${approach}`);
      await json(['fit', at('learned'), '--out', bundle, '--approach', approach, ...tinyNetwork]);
      const { pictures } = await json(['explain', bundle, red(), '--out', at('only.png')]);
      expect([pictures[0][other], pictures[0][approach].evidence.cells.length]).toEqual([null, 4]);
    }
    await rm(at('only.png'));
  });

  test('the report of a comparison explains confusions, with their enrolled pictures', { tags: 'slow' }, async () => {
    for (const label of ['rose', 'poppy', 'tulip', 'cherry']) {
      for (let i = 0; i < 8; i++) await writePicture(at('alike', label, `${label}${i}.png`), colours.red, i);
    }
    await json(['compare', at('alike'), '--report', at('report.html'), ...tinyNetwork]);
    const page = await readFile(at('report.html'), 'utf8');
    expect(page).toContain('Why they were confused');
    expect(page).toMatch(/Nearest enrolled: (rose|poppy|tulip|cherry)/);
    expect(page).not.toContain('was not found');
  });

  test.each([
    [['why.jpg'], 'misused'],
    [['why.discern'], 'misused'],
  ] as const)('refuses %j', async ([name], code) => {
    const ran = await discern(['explain', at('bundle'), red(), '--out', at(name), '--json']);
    expect([ran.code, JSON.parse(ran.printed).error.code]).toEqual([2, code]);
  });

  test('refuses a command line without pictures, and says what it is about', async () => {
    const { code, reported } = await discern(['explain', at('bundle')]);
    expect(code).toBe(2);
    expect(reported).toContain('explain');
  });
});
