import { openSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../src/node/decode.ts';
import { readFile } from '../../../src/node/files/files.ts';
import { storedPixels, storePixels } from '../../../src/node/training/pixel-store.ts';

let folder = '';
const paths = () => ['a.png', 'large.jpg', 'b.png'].map((name) => join(folder, name));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'discern-pixels-'));
  const plain = (width: number, height: number, background: string) =>
    sharp({ create: { width, height, channels: 3, background } });
  const [a, large, b] = paths();
  await plain(7, 3, '#ff0000').png().toFile(a);
  await plain(1500, 900, '#00ff00').jpeg().toFile(large);
  await plain(1, 1, '#0000ff').png().toFile(b);
});

afterAll(() => rm(folder, { recursive: true }));

describe('a pixel store', () => {
  it('gives every picture as the decoder does, reductions included', async () => {
    const file = join(folder, 'store');
    const store = await storePixels(paths(), file, { shortSidePx: 64, mostBytes: 1e9 });
    if (!store) throw new Error('no store');
    const descriptor = openSync(file, 'r');
    for (const [i, path] of paths().entries()) {
      const { data, width, height, reduction } = await decode(await readFile(path), { shortSidePx: 64 });
      const stored = storedPixels(descriptor, store, i);
      expect([stored.width, stored.height]).toEqual([width, height]);
      expect(stored.reduction).toEqual(reduction);
      expect(Buffer.compare(stored.data, data)).toBe(0);
    }
  });

  it('leaves no file where there is no room', async () => {
    expect(await storePixels(paths(), join(folder, 'full'), { mostBytes: 70 })).toBeNull();
    expect(await readdir(folder)).not.toContain('full');
  });

  it("throws a picture's own error", async () => {
    const bad = join(folder, 'bad.png');
    await writeFile(bad, 'text');
    await expect(storePixels([bad], join(folder, 'bad'), { mostBytes: 1e9 })).rejects.toThrow('this is no picture');
  });
});
