// @module-tag slow
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withGallery } from '../../src/bundle/with-gallery.ts';
import { changeBundle, readBundle, writeBundle } from '../../src/node/bundles/bundle-files.ts';
import { holderText, ourselves } from '../../src/node/files/lock-holder.ts';
import { exampleBundle } from '../bundle/example.ts';
import { temporaryFolder, writeFiles } from './folder.ts';
import { sources } from './write-without-room.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const child = join(import.meta.dirname, 'bundle-child.js');
const start = (...what: string[]) =>
  spawn(process.execPath, [child, sources, ...what], { stdio: ['ignore', 'pipe', 'inherit'] });
const both = ['bundle', 'bundle.discern'];

/** A process that is sure not to run any more. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe.each(both)('%s', (name) => {
  test('is written with the folders above, read back, and replaced', async () => {
    const path = join(temporaryFolder(), 'new/er', name);
    await writeBundle(path, await exampleBundle());
    expect(await readBundle(path)).toEqual(await exampleBundle());
    await writeBundle(path, await exampleBundle({ seed: 2 }));
    expect(await readBundle(path)).toEqual(await exampleBundle({ seed: 2 }));
    expect((await readdir(join(path, '..'))).sort()).toEqual([name]);
  });

  test('is the same bytes in two places', async () => {
    const [a, b] = [join(temporaryFolder(), name), join(temporaryFolder(), name)];
    await writeBundle(a, await exampleBundle());
    await writeBundle(b, await exampleBundle({ seed: 2 }));
    await writeBundle(b, await readBundle(a));
    expect(spawnSync('diff', ['-r', a, b]).status).toBe(0);
  });

  test('opens after it was moved', async () => {
    const folder = temporaryFolder();
    await writeBundle(join(folder, name), await exampleBundle());
    await rename(join(folder, name), join(folder, `moved-${name}`));
    expect(await readBundle(join(folder, `moved-${name}`))).toEqual(await exampleBundle());
  });

  test('keeps what several processes enrol at once', async () => {
    const path = join(temporaryFolder(), name);
    await writeBundle(path, await exampleBundle());
    const children = ['a', 'b', 'c'].map((each) => start('enrol', path, each, '8'));
    const codes = await Promise.all(children.map(async (each) => (await once(each, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0]);
    const entries = (await readBundle(path)).gallery?.entries ?? [];
    const expected = ['a', 'b', 'c'].flatMap((each) => Array.from({ length: 8 }, (_, i) => `${each}-${i}`));
    const enrolled = entries.filter(({ label }) => label === 'new').map(({ id }) => id);
    expect(enrolled.sort()).toEqual(expected.sort());
  });

  test('is whole whenever its writer is killed, also for those who read meanwhile; the next writer goes on', async () => {
    const path = join(temporaryFolder(), name);
    await writeBundle(path, await exampleBundle({ features: 12, enrolled: 400 }));
    for (let round = 0; round < 12; round++) {
      const writer = start('replace', path);
      await firstWords(writer);
      for (let reads = 0; reads < 1 + (round % 3); reads++) await expectWhole(path);
      setTimeout(() => writer.kill('SIGKILL'), 3 * round);
      await once(writer, 'exit');
      await expectWhole(path);
    }
    await writeBundle(path, await exampleBundle());
    expect(await readBundle(path)).toEqual(await exampleBundle());
    const left = await readdir(join(path, '..'), { recursive: true });
    expect(left.filter((each) => /lock|writing/.test(each))).toEqual([]);
  });

  test('waits for another writer, takes over from a dead one, and gives up on one that stays', async () => {
    const path = join(temporaryFolder(), name);
    await writeBundle(path, await exampleBundle());
    const lock = name === 'bundle' ? join(path, '.lock') : `${path}.lock`;
    const write = (patienceMs: number) =>
      exampleBundle({ seed: 2 }).then((next) => writeBundle(path, next, { patienceMs }));
    await writeFile(lock, holderText(ourselves()));
    await expect(write(100)).rejects.toMatchObject({ code: 'busy', todo: expect.stringContaining(lock) });
    await writeFile(lock, `${deadPid()} another-machine token`);
    await expect(write(100)).rejects.toThrow(code('busy'));
    expect(await readBundle(path)).toEqual(await exampleBundle());
    await writeFile(lock, `${deadPid()} ${hostname()} token`);
    await write(100);
    expect(await readBundle(path)).toEqual(await exampleBundle({ seed: 2 }));
  });

  test.runIf(process.platform !== 'win32')('stays as it was where the disk is full', async () => {
    const folder = temporaryFolder();
    const [large, path] = [join(folder, 'large'), join(folder, name)];
    await writeBundle(large, await exampleBundle({ seed: 2, backbone: new Uint8Array(3_000_000) }));
    await writeBundle(path, await exampleBundle());
    const before = await readdir(folder, { recursive: true });
    const limited = ['-c', 'ulimit -f 2000; exec "$0" "$@"', process.execPath, child, sources, 'copy', large, path];
    expect(spawnSync('bash', limited, { encoding: 'utf8' }).stdout).toBe('disk\n');
    expect(await readBundle(path)).toEqual(await exampleBundle());
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });
});

/** What the child wrote last, in every part of one time. */
async function expectWhole(path: string): Promise<void> {
  const { classifier, gallery, provenance } = await readBundle(path);
  const { seed } = provenance;
  expect([classifier?.logitScale, gallery?.threshold.value]).toEqual([seed, seed]);
  expect(new Set([...(classifier?.weights.data ?? []), ...(gallery?.vectors.data ?? [])])).toEqual(new Set([seed]));
}

async function firstWords({ stdout }: ChildProcess): Promise<void> {
  if (stdout) await once(stdout, 'data');
}

describe('changing', () => {
  test('gives what was written; a change that throws changes nothing and leaves no lock', async () => {
    const path = join(temporaryFolder(), 'bundle');
    await writeBundle(path, await exampleBundle());
    const forgotten = await changeBundle(path, (bundle) => {
      const gallery = bundle.gallery ?? expect.fail();
      return withGallery(bundle, { ...gallery, threshold: { value: 0.5, source: 'a person' } });
    });
    expect(forgotten.gallery?.threshold.value).toBe(0.5);
    expect(await readBundle(path)).toEqual(forgotten);
    const failing = changeBundle(path, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await readBundle(path)).toEqual(forgotten);
    expect(await readdir(path)).not.toContain('.lock');
  });

  test('what is not there makes nothing', async () => {
    const folder = temporaryFolder();
    await expect(changeBundle(join(folder, 'x'), (bundle) => bundle)).rejects.toThrow(code('not-found'));
    await expect(changeBundle(join(folder, 'x.discern'), (bundle) => bundle)).rejects.toThrow(code('not-found'));
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a place', () => {
  test('that is not there, or no bundle, says so', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { 'pictures/a.jpg': 'x', 'notes.txt': 'x' });
    await expect(readBundle(join(folder, 'x'))).rejects.toThrow(code('not-found'));
    await expect(readBundle(join(folder, 'pictures'))).rejects.toMatchObject({
      code: 'bad-bundle',
      message: expect.stringContaining(join(folder, 'pictures')),
      todo: expect.stringContaining('discern fit'),
    });
    await expect(readBundle(join(folder, 'notes.txt'))).rejects.toThrow(code('bad-bundle'));
  });

  test.each([
    ['pictures', { 'a.jpg': 'x' }, 'misused'],
    ['a web page', { 'manifest.json': '{"icons": []}', 'index.html': 'x' }, 'bad-bundle'],
    ['a damaged manifest', { 'manifest.json': '{"kind": "discern-bu' }, 'bad-bundle'],
  ])('that holds %s is not written over', async (_, files, expected) => {
    const folder = temporaryFolder();
    await writeFiles(folder, files);
    await expect(writeBundle(folder, await exampleBundle())).rejects.toThrow(code(expected));
    expect((await readdir(folder)).sort()).toEqual(Object.keys(files).sort());
  });

  test('that is empty, or holds what an interrupted first save left, is written to', async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, 'b'));
    const left = ['0123456789abcdef.npy', '0123456789abcdef.onnx.6f1ed002-ab57-42c0-a1b2-5c1d6c1b7d11.writing'];
    await writeFiles(join(folder, 'b'), { '.DS_Store': 'x', [left[0]]: 'x', [left[1]]: 'x' });
    await writeBundle(join(folder, 'b'), await exampleBundle());
    expect(await readBundle(join(folder, 'b'))).toEqual(await exampleBundle());
    expect(await readdir(join(folder, 'b'))).not.toEqual(expect.arrayContaining([expect.stringMatching(left[0])]));
    expect(await readFile(join(folder, 'b/.DS_Store'), 'utf8')).toBe('x');
  });

  test('under a file fails, and leaves the file', async () => {
    const folder = temporaryFolder();
    await writeFiles(folder, { file: 'x' });
    for (const path of ['file', 'file/bundle', 'file/bundle.discern']) {
      await expect(writeBundle(join(folder, path), await exampleBundle())).rejects.toThrow(
        expect.objectContaining({ code: expect.stringMatching(/not-found|disk/) }),
      );
    }
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('x');
  });
});
