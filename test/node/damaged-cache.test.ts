import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { random } from '../../src/base/random.ts';
import { cacheSummary, pruneCache } from '../../src/node/embedding/cache-upkeep.ts';
import { lmdbEmbeddingCache } from '../../src/node/embedding/embedding-cache.ts';
import { openEmbeddingStore, putVector, readVector } from '../../src/node/embedding/embedding-store.ts';
import { requireSoundLmdb } from '../../src/node/embedding/lmdb-file.ts';
import { temporaryFolder } from './folder.ts';

const entries = 120;
const pageBytes = 4096;
const vector = (value: number) => new Float32Array(1280).fill(value);

/** A sound cache, with pages that were given up; every test damages a copy. */
const sound = join(mkdtempSync(join(tmpdir(), 'discern-')), 'embeddings');
afterAll(() => rm(join(sound, '..'), { recursive: true, force: true }));
beforeAll(async () => {
  for (const maxBytes of [2e9, 6e5]) {
    const cache = await lmdbEmbeddingCache({ folder: sound, maxBytes });
    for (let i = 0; i < entries; i++) cache.set(`${i}`, 'f', vector(i));
    await cache.close();
  }
});

/** Damages a copy of the cache, works with it, looks after it and clears it: what it warned of, and what it gave. */
async function workedOn(damage: (folder: string) => Promise<unknown>) {
  const folder = join(temporaryFolder(), 'embeddings');
  await cp(sound, folder, { recursive: true });
  await damage(folder);
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const cache = await lmdbEmbeddingCache({ folder, warn });
  for (let i = 0; i < entries; i++) expect(cache.get(`${i}`, 'f')?.every((value) => value === i) ?? true).toBe(true);
  for (let i = 0; i < entries; i++) cache.set(`new-${i}`, 'f', vector(i));
  await cache.close();
  await pruneCache(folder, { maxBytes: 3e5, warn });
  const { removed, left } = await pruneCache(folder, { all: true, warn });
  return { warnings, removed, left, beside: await readdir(join(folder, '..')) };
}

/** Writes over places of the data file, as `change` says, drawn from a seed. */
function overwritten(change: (data: Buffer, draw: (below: number) => number) => void, seed = 0) {
  return async (folder: string) => {
    const path = join(folder, 'data.mdb');
    const data = await readFile(path);
    change(data, random(seed, 'damage').integer);
    await writeFile(path, data);
  };
}

const noise = (data: Buffer, draw: (below: number) => number, start: number, count: number) => {
  for (let at = start; at < Math.min(data.length, start + count); at++) data[at] = draw(256);
};

const pipe: [string, (folder: string) => Promise<unknown>] = [
  'a pipe',
  (folder) => instead(join(folder, 'data.mdb'), async (path) => execFileSync('mkfifo', [path])),
];
const pipes = process.platform === 'win32' ? [] : [pipe];

describe('a damaged cache is moved aside with a warning, and a new one is made', () => {
  test.each<[string, (folder: string) => Promise<unknown>]>([
    ['cut within a page', (folder) => truncate(join(folder, 'data.mdb'), 20_000)],
    ['cut to half', (folder) => truncate(join(folder, 'data.mdb'), 40 * pageBytes)],
    ['a few bytes', (folder) => writeFile(join(folder, 'data.mdb'), 'abc')],
    ['zeroed', overwritten((data) => data.fill(0))],
    ['noise', overwritten((data, draw) => noise(data, draw, 0, data.length))],
    ['text', (folder) => writeFile(join(folder, 'data.mdb'), 'no database'.repeat(9000))],
    ['of another version', overwritten((data) => [28, pageBytes + 28].map((at) => data.writeUInt8(3, at)))],
    ['a folder', (folder) => instead(join(folder, 'data.mdb'), (path) => mkdir(path))],
    ['a lock that is a folder', (folder) => instead(join(folder, 'lock.mdb'), (path) => mkdir(path))],
    ...pipes,
  ])('%s', async (_, damage) => {
    const { warnings, left, beside } = await workedOn(damage);
    expect(warnings).toEqual([expect.stringMatching(/^the embedding cache starts anew: .*data|lock/)]);
    expect([left.entries, beside]).toEqual([0, []]);
  });
});

async function instead(path: string, make: (path: string) => Promise<unknown>): Promise<void> {
  await rm(path, { recursive: true });
  await make(path);
}

describe('wherever a cache is damaged, it gives what was written or nothing', () => {
  const pages = (data: Buffer) => data.length / pageBytes;
  test.each(Array.from({ length: 4 }, (_, seed) => [seed]))('noise in some pages (%i)', async (seed) => {
    const damage = overwritten((data, draw) => {
      noise(data, draw, draw(pages(data)) * pageBytes, pageBytes * (1 + draw(20)));
    }, seed);
    expect((await workedOn(damage)).left.entries).toBe(0);
  });

  test.each(Array.from({ length: 4 }, (_, seed) => [seed]))('some bytes of trees and heads (%i)', async (seed) => {
    const damage = overwritten((data, draw) => {
      const isTree = (page: number) => [1, 2, 8].includes(data.readUInt16LE(page * pageBytes + 18));
      const trees = Array.from({ length: pages(data) }, (_, page) => page).filter(isTree);
      for (let i = 0; i < 3; i++) data[trees[draw(trees.length)] * pageBytes + draw(200)] = draw(256);
    }, seed);
    expect((await workedOn(damage)).left.entries).toBe(0);
  });
});

describe('what is no damage', () => {
  test.each<[string, (folder: string) => Promise<unknown>]>([
    ['a lock file of noise', (folder) => writeFile(join(folder, 'lock.mdb'), Buffer.alloc(8272, 0x5a))],
    ['an empty lock file', (folder) => writeFile(join(folder, 'lock.mdb'), '')],
    ['no lock file', (folder) => rm(join(folder, 'lock.mdb'))],
    ['an empty data file', (folder) => writeFile(join(folder, 'data.mdb'), '')],
  ])('%s', async (_, change) => {
    expect((await workedOn(change)).warnings).toEqual([]);
  });

  test('what stands in place of the whole folder is left alone by the work, and cleared', async () => {
    const loop = async (folder: string) => {
      await rm(folder, { recursive: true });
      await symlink('embeddings', folder);
    };
    const { warnings, beside } = await workedOn(loop);
    expect([warnings, beside]).toEqual([[expect.stringMatching(/^going on without/)], []]);
  });

  test('writers that change the file while it is looked at', async () => {
    const folder = join(temporaryFolder(), 'embeddings');
    const store = await openEmbeddingStore(folder);
    for (let round = 0; round < 30; round++) {
      store.root.transactionSync(() => {
        for (let i = 0; i < 20; i++) putVector(store, `f/${(round * 7 + i) % 60}`, vector(i), round);
      });
      expect(() => requireSoundLmdb(join(folder, 'data.mdb'))).not.toThrow();
    }
    await store.root.close();
  });
});

test('an embedding whose bytes have changed is not given, and the summary of the cache stays readable', async () => {
  const folder = join(temporaryFolder(), 'embeddings');
  const store = await openEmbeddingStore(folder);
  store.root.transactionSync(() => {
    putVector(store, 'f/1', vector(1), 0);
    store.vectors.putSync('f/1', Buffer.from(vector(2).buffer));
  });
  expect(() => readVector(store, 'f/1')).toThrow(expect.objectContaining({ code: 'bad-data' }));
  await store.root.close();
  expect((await cacheSummary(folder)).entries).toBe(1);
  const warnings: string[] = [];
  const cache = await lmdbEmbeddingCache({ folder, warn: (message) => warnings.push(message) });
  expect([cache.get('1', 'f'), warnings.length]).toEqual([undefined, 1]);
  await cache.close();
});
