// @module-tag slow
import { execFile as execFileCallback } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Embedder } from '../../src/backbones/embedder.ts';
import { cardFingerprint } from '../../src/backbones/fingerprint.ts';
import { inlineEmbedder } from '../../src/backbones/inline-embedder.ts';
import { dot } from '../../src/base/matrix.ts';
import { shortSideFor } from '../../src/images/framing.ts';
import { decode } from '../../src/node/decode.ts';
import { embedderFor } from '../../src/node/embedding/open-embedder.ts';
import { pooledEmbedder } from '../../src/node/embedding/pooled-embedder.ts';
import { loadBackbone } from '../../src/node/hub/backbone-files.ts';
import { nodeRuntime } from '../../src/node/runtime.ts';
import { described, tinyModel } from '../backbones/models.ts';

const execFile = promisify(execFileCallback);
const folder = fileURLToPath(new URL('../golden/backbone-pictures/', import.meta.url));
const pictures = readdirSync(folder).sort();
const read = (name: string) => new Uint8Array(readFileSync(folder + name));
const golden: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(fileURLToPath(new URL('../golden/backbone-embeddings.json', import.meta.url)), 'utf8'),
).embeddings;
const options = { runtime: nodeRuntime, hub: { folder: '' } };

describe('a pool of threads', () => {
  let pool: Embedder;
  let inline: Embedder;

  beforeAll(async () => {
    const { card } = await described('map');
    pool = await pooledEmbedder(card, tinyModel('map'), { workers: 2 });
    inline = await inlineEmbedder(card, tinyModel('map'), { decode, runtime: nodeRuntime });
  });

  afterAll(async () => {
    await pool.dispose();
    await inline.dispose();
  });

  test('gives the numbers of the embedder in this thread, bit for bit, however many are in flight', async () => {
    const many = Array.from({ length: 40 }, (_, i) => pictures[i % pictures.length]);
    const pooled = await Promise.all(many.map((name) => pool.embed(read(name))));
    for (const [i, name] of many.entries()) expect(pooled[i]).toEqual(await inline.embed(read(name)));
  });

  test('takes pixels as well as files, here and in threads, and leaves them as they are', async () => {
    for (const name of pictures) {
      const pixels = await decode(read(name), { shortSidePx: shortSideFor(pool.card.preprocessing) });
      const before = pixels.data.slice();
      const embedding = await inline.embed(read(name));
      expect(await inline.embed(pixels)).toEqual(embedding);
      expect(await pool.embed(pixels)).toEqual(embedding);
      expect(pixels.data).toEqual(before);
    }
  });

  test('refuses pixels that do not fit their size', async () => {
    const unfit = { width: 3, height: 2, data: new Uint8Array(17) };
    for (const embedder of [inline, pool]) {
      await expect(embedder.embed(unfit)).rejects.toMatchObject({
        code: 'bad-data',
        given: '17 numbers for 3 x 2 pixels',
      });
    }
  });

  test('tells the fingerprint of its card and how many calls are worth having in flight', async () => {
    expect(pool.fingerprint).toBe(await cardFingerprint(pool.card));
    expect(pool.concurrency).toBeGreaterThanOrEqual(2);
  });

  test('a bad picture among good ones fails alone, with the code of the decoder', async () => {
    const text = () => new TextEncoder().encode('no picture');
    const [good, bad] = await Promise.allSettled([pool.embed(read(pictures[0])), pool.embed(text())]);
    const alone = await inline.embed(text()).catch((error: unknown) => error);
    expect(good.status).toBe('fulfilled');
    expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'not-an-image' } });
    expect(bad).toMatchObject({ reason: JSON.parse(JSON.stringify(alone)) });
  });

  test('takes bytes that share their buffer with others', async () => {
    const bytes = read(pictures[0]);
    const around = new Uint8Array(bytes.length + 20);
    around.set(bytes, 10);
    const view = around.subarray(10, 10 + bytes.length);
    expect(await pool.embed(view)).toEqual(await inline.embed(read(pictures[0])));
    expect(around[10]).toBe(bytes[0]);
  });
});

test('process.exit in the middle of the work ends the process with its own code', async () => {
  const script = fileURLToPath(new URL('exit-while-embedding.js', import.meta.url));
  const exit = execFile(process.execPath, [script, folder + pictures[0]]);
  await expect(exit).rejects.toMatchObject({ code: 3, stderr: '' });
});

test('dispose answers what was sent', async () => {
  const { card } = await described('map');
  const pool = await pooledEmbedder(card, tinyModel('map'), { workers: 1 });
  const sent = pool.embed(read(pictures[0]));
  await pool.dispose();
  expect((await sent).length).toBe(card.dimensions);
  await expect(pool.embed(read(pictures[0]))).rejects.toMatchObject({
    message: 'internal: the threads were closed',
  });
});

test('a model that does not load is reported by its code, and the threads end', async () => {
  const { card } = await described('map');
  await expect(pooledEmbedder(card, new Uint8Array(100), { workers: 2 })).rejects.toMatchObject({ code: 'bad-model' });
});

test('few pictures are embedded here and many in threads, with the same numbers', async () => {
  const { card } = await described('map');
  const few = await embedderFor(card, tinyModel('map'), { pictures: 1, threads: 1 });
  const many = await embedderFor(card, tinyModel('map'), { pictures: 1000, threads: 1 });
  const [here, there] = await Promise.all([few, many].map((embedder) => embedder.embed(read(pictures[0]))));
  expect(there).toEqual(here);
  await Promise.all([few.dispose(), many.dispose()]);
});

test('an embedder opens with its network, or says why not, for few pictures and for many', async () => {
  const { card } = await described('map');
  for (const pictures of [1, 1000]) {
    await expect(embedderFor(card, new Uint8Array(100), { pictures })).rejects.toMatchObject({ code: 'bad-model' });
  }
});

// Networks that PyTorch has too; the laws of any card are in test/graph/importers/default-backbones.test.ts.
describe.each(Object.keys(golden))('%s against PyTorch and Pillow', (name) => {
  test.each(pictures)('%s: cosine at least 0.9995', async (picture) => {
    const { card, bytes } = await loadBackbone(name, options);
    const embedder = await embedderFor(card, bytes, { pictures: 1 });
    const embedding = await embedder.embed(read(picture));
    await embedder.dispose();
    expect(embedding.length).toBe(card.dimensions);
    expect(dot(embedding, embedding)).toBeCloseTo(1, 5);
    expect(dot(embedding, fromBase64(golden[name][picture]))).toBeGreaterThan(0.9995);
  });
});

function fromBase64(text: string): Float32Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text, 'base64');
  return Float32Array.from(new Uint16Array(buffer.slice(byteOffset, byteOffset + byteLength)), halfValue);
}

/** The value of finite IEEE 754 binary16 bits. */
function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
