// @module-tag slow
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { cacheSummary, pruneCache } from '../../src/node/embedding/cache-upkeep.ts';
import { lmdbEmbeddingCache } from '../../src/node/embedding/embedding-cache.ts';
import { temporaryFolder } from './folder.ts';
import { sources, writeChild, writeWithoutRoom } from './write-without-room.ts';

const dayMs = 24 * 60 * 60 * 1000;
const vector = (value: number) => new Float32Array(1280).fill(value);

/** A cache in a new folder, whose clock stands at the given day, and which must not warn. */
function open(folder: string, { day = 20_000, maxBytes = 2e9 } = {}) {
  const warn = (message: string) => {
    throw new Error(message);
  };
  return lmdbEmbeddingCache({ folder, maxBytes, warn, now: () => day * dayMs });
}

const bytesAt = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function killed(writer: ChildProcess): Promise<void> {
  const exit = once(writer, 'exit');
  writer.kill('SIGKILL');
  await exit;
}

describe('the cache', () => {
  test('gives the bytes that were set, before and after they are written', async () => {
    const folder = join(temporaryFolder(), 'cache');
    const odd = Float32Array.of(0.1, -0, 1e-42, Number.MAX_VALUE, Number.NaN, 1 / 3);
    const first = await open(folder);
    first.set('h', 'f', odd);
    expect(first.get('h', 'f')).toEqual(odd);
    await first.close();
    const second = await open(folder);
    expect(second.get('h', 'f')).toEqual(odd);
    expect([second.get('h', 'other'), second.get('other', 'f')]).toEqual([undefined, undefined]);
    await second.close();
  });

  test('is not changed by what is done to the vectors that went in or came out', async () => {
    const cache = await open(join(temporaryFolder(), 'cache'));
    const given = vector(1);
    cache.set('h', 'f', given);
    given.fill(2);
    cache.get('h', 'f')?.fill(3);
    expect(cache.get('h', 'f')).toEqual(vector(1));
    await cache.close();
  });

  test('closed, it is empty and takes nothing', async () => {
    const folder = join(temporaryFolder(), 'cache');
    const [a, b] = [await open(folder), await open(folder)];
    a.set('h', 'f', vector(1));
    await a.close();
    await a.close();
    a.set('i', 'f', vector(1));
    expect([a.get('h', 'f'), b.get('h', 'f'), b.get('i', 'f')]).toEqual([undefined, vector(1), undefined]);
    await b.close();
  });

  test('stays within its size: what was not used for longest goes', async () => {
    const folder = join(temporaryFolder(), 'cache');
    for (let day = 0; day < 10; day++) {
      const cache = await open(folder, { day, maxBytes: 2e6 });
      for (let i = 0; i < 50; i++) cache.set(`${day}-${i}`, 'f', vector(day));
      expect(day === 0 || cache.get('0-7', 'f') !== undefined).toBe(true);
      await cache.close();
    }
    const cache = await open(folder);
    expect([cache.get('0-7', 'f'), cache.get('0-8', 'f'), cache.get('9-8', 'f')]).toEqual([
      vector(0),
      undefined,
      vector(9),
    ]);
    await cache.close();
    const { bytes, fileBytes } = await cacheSummary(folder);
    expect(bytes).toBeLessThanOrEqual(2e6);
    expect(fileBytes).toBeLessThan(6e6);
  });
});

describe('what can go wrong', () => {
  test('processes that share it and are killed at any moment leave it whole', async () => {
    const folder = join(temporaryFolder(), 'cache');
    let found = 0;
    for (let round = 0; round < 6; round++) {
      const writers = ['a', 'b'].map((name) => spawn(process.execPath, [writeChild, sources, 'cache', folder, name]));
      // However slow the machine: by then the first has written something.
      await expect.poll(() => bytesAt(join(folder, 'data.mdb')), { timeout: 20_000 }).toBeGreaterThan(100_000);
      await wait(350 + 60 * round);
      await Promise.all(writers.map((writer) => killed(writer)));
      const cache = await open(folder);
      for (let i = 0; i < 4000; i++) {
        const stored = cache.get(`${i < 2000 ? 'a' : 'b'}-${i % 2000}`, 'f');
        if (stored === undefined) continue;
        found++;
        expect(stored.length === 1280 && stored.every((value) => value === i % 2000)).toBe(true);
      }
      cache.set('after', 'f', vector(round));
      await cache.close();
      const again = await open(folder);
      expect(again.get('after', 'f')).toEqual(vector(round));
      await again.close();
    }
    expect(found).toBeGreaterThan(0);
  });

  test('where there can be no folder, it warns once and is empty', async () => {
    const file = join(temporaryFolder(), 'file');
    await writeFile(file, '');
    const warnings: string[] = [];
    const cache = await lmdbEmbeddingCache({ folder: join(file, 'cache'), warn: (message) => warnings.push(message) });
    cache.set('h', 'f', vector(1));
    expect(cache.get('h', 'f')).toBeUndefined();
    await cache.close();
    expect(warnings).toEqual([expect.stringMatching(/^going on without the embedding cache: /)]);
  });

  test('what is no cache warns too, and can be removed', async () => {
    const folder = join(temporaryFolder(), 'cache');
    await (await open(folder)).close();
    await writeFile(join(folder, 'data.mdb'), 'no database'.repeat(2000));
    const warnings: string[] = [];
    const cache = await lmdbEmbeddingCache({ folder, warn: (message) => warnings.push(message) });
    expect([cache.get('h', 'f'), warnings.length]).toEqual([undefined, 1]);
    await cache.close();
    await pruneCache(folder, { all: true });
    await (await open(folder)).close();
  });

  test.runIf(process.platform !== 'win32')('a full disk stops neither the work nor the reading', async () => {
    const folder = join(temporaryFolder(), 'cache');
    const { status, stdout } = writeWithoutRoom('cache', folder, 'a');
    expect([status, stdout.trim().split('\n')]).toEqual([0, [expect.stringMatching(/^going on without/)]]);
    const cache = await open(folder);
    cache.set('after', 'f', vector(1));
    await cache.close();
    expect((await cacheSummary(folder)).entries).toBeGreaterThan(0);
  });
});

describe('upkeep', () => {
  async function filled(folder: string) {
    for (const [day, fingerprint] of [
      [1, 'x'],
      [2, 'y'],
      [3, 'y'],
    ] as const) {
      const cache = await open(folder, { day });
      for (let i = 0; i < 100; i++) cache.set(`${day}-${i}`, fingerprint, vector(day));
      await cache.close();
    }
  }

  test('says what is there', async () => {
    const folder = join(temporaryFolder(), 'cache');
    expect(await cacheSummary(folder)).toMatchObject({ entries: 0, bytes: 0, oldest: null, fingerprints: [] });
    await filled(folder);
    expect(await cacheSummary(folder)).toMatchObject({
      entries: 300,
      oldest: '1970-01-02',
      fingerprints: [
        { fingerprint: 'x', entries: 100, lastUsed: '1970-01-02' },
        { fingerprint: 'y', entries: 200, lastUsed: '1970-01-04' },
      ],
    });
  });

  test.each([
    [{ olderThanDays: 1, now: () => 3 * dayMs }, 100],
    [{ maxBytes: 1e6 }, 183],
    [{}, 0],
    [{ all: true }, 300],
  ])('removes %o and gives back the room', async (options, removed) => {
    const folder = join(temporaryFolder(), 'cache');
    await filled(folder);
    const before = (await stat(join(folder, 'data.mdb'))).size;
    const pruned = await pruneCache(folder, options);
    expect([pruned.removed, pruned.left.entries]).toEqual([removed, 300 - removed]);
    if (removed > 0) expect(pruned.left.fileBytes).toBeLessThan(0.8 * before);
    const cache = await open(folder);
    expect(cache.get('3-99', 'y')).toEqual(removed === 300 ? undefined : vector(3));
    cache.set('after', 'f', vector(9));
    await cache.close();
    expect((await cacheSummary(folder)).entries).toBe(301 - removed);
  });

  test('does no harm to who uses the cache meanwhile', async () => {
    const folder = join(temporaryFolder(), 'cache');
    await filled(folder);
    const cache = await open(folder);
    await pruneCache(folder, { maxBytes: 1e6 });
    expect(() => cache.get('3-0', 'y')).not.toThrow();
    cache.set('meanwhile', 'y', vector(5));
    expect(cache.get('meanwhile', 'y')).toEqual(vector(5));
    await cache.close();
    expect((await cacheSummary(folder)).entries).toBeGreaterThan(0);
  });
});
