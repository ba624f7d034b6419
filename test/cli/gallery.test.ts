// @module-tag slow
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeRuntime } from '../../src/node/runtime.ts';
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
  await writeClasses(join(folder, 'more'), 2, 1);
  for (let i = 0; i < 3; i++) await writePicture(join(folder, 'yellow', `${i}.png`), strange, i);
  await writeBroken(join(folder, 'broken'));
});

/** A fresh bundle: each test changes its own. */
async function bundle(name: string, ...argv: readonly string[]): Promise<string> {
  await json(['fit', at('learned'), '--out', at(name), ...argv, ...tinyNetwork]);
  return at(name);
}

test('gallery lists what is enrolled', async () => {
  const path = await bundle('listed');
  expect(await json(['gallery', path])).toEqual({
    vectors: 24,
    dimensions: expect.any(Number),
    threshold: { value: expect.any(Number), source: expect.any(String) },
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    classes: ['blue', 'green', 'grey', 'red'].map((label) => ({ label, vectors: 6, threshold: expect.any(Number) })),
  });
  expect((await discern(['gallery', path])).printed).toContain('24 pictures of 4 classes');
});

describe('enrol', () => {
  test('adds a class that was never learned, which is then recognised', async () => {
    const path = await bundle('grown.discern');
    const enrolled = await json(['enrol', path, 'yellow', at('yellow', '0.png'), at('yellow', '1.png')]);
    expect(enrolled).toMatchObject({ bundle: path, enrolled: 2, known: 0, vectors: 26, skipped: [] });
    const [answer] = await json(['predict', path, at('yellow', '2.png')]);
    expect(answer.gallery).toMatchObject({ classes: [{ label: 'yellow' }, ...answer.gallery.classes.slice(1)] });
    expect(answer.gallery.nearest[0]).toMatchObject({ label: 'yellow', path: expect.stringMatching(/^[01]\.png$/) });
  });

  test('takes a whole data set, and nothing twice', async () => {
    const path = await bundle('twice');
    expect(await json(['enrol', path, '--from', at('more')])).toMatchObject({ enrolled: 8, known: 0, vectors: 32 });
    expect(await json(['enrol', path, '--from', at('more')])).toMatchObject({ enrolled: 0, known: 8, vectors: 32 });
  });

  test('lists what it could not read, and fails where that is everything', async () => {
    const path = await bundle('broken-ones');
    const some = await json(['enrol', path, 'yellow', at('broken'), at('yellow')]);
    expect([some.enrolled, some.skipped.length]).toEqual([3, 2]);
    const { code, printed } = await discern(['enrol', path, 'yellow', at('broken'), '--json']);
    expect([code, JSON.parse(printed).error.code]).toEqual([1, 'empty']);
  });

  test('refuses a label without pictures, and a label beside --from', async () => {
    for (const argv of [['red'], ['red', '--from', at('more')], []]) {
      expect((await discern(['enrol', at('any'), ...argv])).code).toBe(2);
    }
  });

  test('needs a gallery', async () => {
    const path = await bundle('named', '--approach', 'classifier');
    for (const argv of [
      ['enrol', path, 'x', at('yellow')],
      ['gallery', path],
      ['verify', path, at('yellow', '0.png'), at('yellow', '1.png')],
    ]) {
      const { code, printed } = await discern([...argv, '--json']);
      expect([code, JSON.parse(printed).error.code]).toEqual([1, 'unsupported']);
    }
  });
});

describe('forget', () => {
  test('takes out a class, or one picture by its id', async () => {
    const path = await bundle('forgetful');
    expect(await json(['forget', path, '--label', 'grey'])).toMatchObject({ bundle: path, forgotten: 6, vectors: 18 });
    const [{ gallery }] = await json(['predict', path, at('learned', 'red', '0.png')]);
    expect(gallery.nearest[0].path).toBe('red/0.png');
    expect(await json(['forget', path, '--id', gallery.nearest[0].id])).toMatchObject({ forgotten: 1, vectors: 17 });
    const [after] = await json(['predict', path, at('learned', 'red', '0.png')]);
    expect(after.gallery.nearest.map(({ path }: { path: string }) => path)).not.toContain('red/0.png');
  });

  test('says where there is nothing to forget, and changes nothing', async () => {
    const path = await bundle('stubborn');
    const { code, printed } = await discern(['forget', path, '--label', 'violet', '--json']);
    expect([code, JSON.parse(printed).error.code]).toEqual([1, 'not-found']);
    expect(await json(['gallery', path])).toMatchObject({ vectors: 24 });
    for (const argv of [[], ['--label', 'a', '--id', 'b']])
      expect((await discern(['forget', path, ...argv])).code).toBe(2);
  });
});

test('verify says whether two pictures are of one class', async () => {
  const path = await bundle('judge');
  const same = await json(['verify', path, at('learned', 'red', '0.png'), at('learned', 'red', '0.png')]);
  expect(same).toEqual({
    similarity: expect.closeTo(1, 5),
    threshold: expect.any(Number),
    same: true,
    source: expect.any(String),
    promise: null,
  });
  const other = await json(['verify', path, at('learned', 'red', '0.png'), at('learned', 'blue', '0.png')]);
  expect(other).toMatchObject({ same: false });
  expect(other.similarity).toBeLessThan(other.threshold);
  const { code, printed } = await discern([
    'verify',
    path,
    at('learned', 'red', '0.png'),
    at('broken', 'empty.png'),
    '--json',
  ]);
  expect([code, JSON.parse(printed).error]).toMatchObject([1, { code: 'not-an-image' }]);
});

test('export writes one ONNX file that loads', async () => {
  const path = await bundle('exported');
  const out = at('model.onnx');
  const { bytes } = await json(['export', path, '--out', out]);
  const model = await readFile(out);
  expect(model.byteLength).toBe(bytes);
  const session = await nodeRuntime.load(model);
  expect(session.inputs).toHaveLength(1);
  await session.dispose();
});
