// @module-tag slow
import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { fromNpy } from '../../src/base/npy.ts';
import { root } from '../source-files.ts';
import { discern, json, sharedFolder, tinyNetwork, writeBroken, writeClasses, writePicture } from './tiny-pictures.ts';

const at = sharedFolder(async (folder) => {
  await writeClasses(join(folder, 'labelled'), 3);
  await writeBroken(join(folder, 'labelled', 'red'));
  await writePicture(join(folder, 'loose', 'b.png'), [1, 2, 3], 0);
  await writePicture(join(folder, 'loose', 'deep', 'a.png'), [200, 2, 3], 0);
  await writeBroken(join(folder, 'broken'));
});

const embedded = (data: string, out: string) => json(['embed', at(data), '--out', at(out), ...tinyNetwork]);

/** The rows that the .jsonl form has, which the others are compared with. */
async function rowsOf(file: string) {
  return (await readFile(at(file), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('embed', () => {
  test('writes a row a picture, in order, with its label and a vector of unit length', async () => {
    const result = await embedded('labelled', 'v.jsonl');
    expect(result).toMatchObject({ out: at('v.jsonl'), vectors: 12, dimensions: 8, skipped: [{}, {}] });
    const rows = await rowsOf('v.jsonl');
    expect(rows.map(({ label }) => label)).toEqual(
      ['blue', 'green', 'grey', 'red'].flatMap((label) => [label, label, label]),
    );
    expect(rows[0].path).toBe(at('labelled', 'blue', '0.png'));
    for (const { vector } of rows) expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
  });

  test('writes the same as .npy, with the paths beside it', async () => {
    await embedded('labelled', 'v.jsonl');
    await embedded('labelled', 'v.npy');
    const { shape, data } = fromNpy(new Uint8Array(await readFile(at('v.npy'))));
    const rows = await rowsOf('v.jsonl');
    expect(shape).toEqual([12, 8]);
    expect(data).toEqual(Float32Array.from(rows.flatMap(({ vector }) => vector)));
    expect(await rowsOf('v.paths.jsonl')).toEqual(rows.map(({ path, label }) => ({ path, label })));
  });

  test('writes the same as .parquet', async () => {
    await embedded('labelled', 'v.jsonl');
    await embedded('labelled', 'v.parquet');
    const bytes = new Uint8Array(await readFile(at('v.parquet')));
    const rows = await parquetReadObjects({ file: bytes.buffer });
    const float32 = ({ vector, ...row }: Record<string, unknown>) => ({ ...row, vector: numbers(vector) });
    expect(rows.map(float32)).toEqual((await rowsOf('v.jsonl')).map(float32));
  });

  test('needs no labels, and reads to any depth', async () => {
    await embedded('loose', 'loose.jsonl');
    const found = (await rowsOf('loose.jsonl')).map(({ path, label }) => [path, label]);
    expect(found).toEqual([
      [at('loose', 'b.png'), null],
      [at('loose', 'deep', 'a.png'), 'deep'],
    ]);
  });

  test('takes paths and labels from a list', async () => {
    await writeFile(at('list.csv'), 'path,label\nloose/deep/a.png,x\nloose/b.png,y\n');
    await embedded('list.csv', 'list.jsonl');
    const found = (await rowsOf('list.jsonl')).map(({ path, label }) => [path, label]);
    expect(found).toEqual([
      [at('loose', 'deep', 'a.png'), 'x'],
      [at('loose', 'b.png'), 'y'],
    ]);
  });

  test('leaves what was there, and nothing else, where it fails', async () => {
    await writeFile(at('kept.npy'), '\x93NUMPY, old', 'latin1');
    const before = await readdir(at());
    const { code, printed } = await discern(['embed', at('broken'), '--out', at('kept.npy'), '--json', ...tinyNetwork]);
    expect([code, JSON.parse(printed).error.code]).toEqual([1, 'empty']);
    expect([await readFile(at('kept.npy'), 'latin1'), await readdir(at())]).toEqual(['\x93NUMPY, old', before]);
  });

  test.each(['v.txt', 'v'])('refuses --out %s', async (out) => {
    const { code, printed } = await discern(['embed', at('labelled'), '--out', at(out), '--json', ...tinyNetwork]);
    expect([code, JSON.parse(printed).error.code]).toEqual([2, 'misused']);
  });

  test.each([
    [['--backbone', 'eficientnet-lite0'], 'misused'],
    [['--backbone', 'x.onnx', '--mean', '1,2'], 'misused'],
    [['--backbone', 'nowhere.onnx'], 'not-found'],
  ])('says what is wrong with %j', async (argv, code) => {
    const { printed } = await discern(['embed', at('labelled'), '--out', at('no.npy'), '--json', ...argv]);
    expect(JSON.parse(printed).error.code).toBe(code);
  });
});

describe.skipIf(process.platform === 'win32')('Ctrl-C while embedding', () => {
  test('ends with 130, leaves no file, and what was embedded stays in the cache', async () => {
    const pictures = join(root, 'demo', 'pictures');
    for (let copy = 0; copy < 8; copy++) cpSync(pictures, at('many', String(copy)), { recursive: true });
    const argv = ['embed', at('many'), '--out', at('cut.npy'), '--threads', '1'];
    const interrupted = await program(argv, async (child) => {
      await until(async () => (await cached()) > 0);
      child.kill('SIGINT');
    });
    expect(interrupted).toBe(130);
    expect((await readdir(at())).filter((name) => name.startsWith('cut'))).toEqual([]);
    const kept = await cached();
    expect(kept).toBeGreaterThan(0);
    expect(await program(argv, async () => {})).toBe(0);
    expect(await cached()).toBe(200);
  });
});

/** How many embeddings the cache of the programs below holds. */
async function cached(): Promise<number> {
  return (await json(['cache'], { caches: at('caches') })).entries;
}

/** Runs the built program; gives its exit code. */
async function program(argv: readonly string[], meanwhile: (child: ReturnType<typeof spawn>) => Promise<void>) {
  const env = { ...process.env, XDG_CACHE_HOME: at('caches') };
  const child = spawn(process.execPath, [join(root, 'bin', 'discern.js'), ...argv], { env, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await Promise.race([meanwhile(child), ended]);
  return ended;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

function numbers(value: unknown): Float32Array {
  return Float32Array.from(Array.isArray(value) ? value : []);
}
