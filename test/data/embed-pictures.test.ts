import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/backbones/card.ts';
import { DiscernError } from '../../src/base/error.ts';
import { sha256 } from '../../src/base/hash.ts';
import type { ProgressEvent } from '../../src/base/progress.ts';
import type { Sample } from '../../src/data/dataset.ts';
import { embedPictures } from '../../src/data/embedding/embed-pictures.ts';
import { embedSamples } from '../../src/data/embedding/embed-samples.ts';
import { isSkipped, requireSome } from '../../src/data/embedding/embedded.ts';
import type { EmbeddingCache } from '../../src/data/embedding/embedding-cache.ts';
import type { Admit } from '../../src/data/embedding/read-picture.ts';

const card: Card = {
  name: 'fake',
  description: '',
  source: '',
  licence: '',
  file: null,
  sha256: '',
  bytes: 0,
  preprocessing: {
    sizePx: 1,
    resizePx: 1,
    fit: 'crop',
    interpolation: 'bicubic',
    mean: [0, 0, 0],
    std: [1, 1, 1],
    channels: 'rgb',
    layout: 'nchw',
  },
  input: '',
  output: '',
  pooling: 'none',
  dimensions: 2,
};

const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** An embedder that counts; a picture is its path as bytes, and its embedding the path's number. */
function fakeEmbedder(concurrency = 3, delay = () => turn()) {
  const seen = { calls: 0, now: 0, most: 0 };
  const embed = async (encoded: Uint8Array) => {
    seen.calls++;
    seen.most = Math.max(seen.most, ++seen.now);
    await delay();
    seen.now--;
    const text = new TextDecoder().decode(encoded);
    if (text.includes('bad')) {
      throw new DiscernError('truncated', 'cut off', {
        given: 'a picture',
        expected: 'all of it',
        todo: 'copy it again',
      });
    }
    return Float32Array.of(Number.parseInt(text, 10), 1);
  };
  return { embedder: { card, fingerprint: 'f', concurrency, embed, dispose: async () => {} }, seen };
}

const read = async (path: string) => new TextEncoder().encode(path);

function memoryCache(): EmbeddingCache & { readonly held: Map<string, Float32Array> } {
  const held = new Map<string, Float32Array>();
  return {
    held,
    get: (hash, fingerprint) => held.get(hash + fingerprint),
    set: (hash, fingerprint, embedding) => void held.set(hash + fingerprint, embedding),
    close: async () => {},
  };
}

const sampleOf = (path: string): Sample => ({ path, label: 'a', part: null, group: null });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

describe('embedSamples', () => {
  test('gives rows in the order of the samples, whatever is done first', async () => {
    const { embedder, seen } = fakeEmbedder(4, () => turn(Math.random() * 5));
    const { embeddings, hashes, samples } = await embedSamples(numbers(100).map(sampleOf), { embedder, read });
    expect(samples.map(({ path }) => path)).toEqual(numbers(100));
    expect(Array.from({ length: 100 }, (_, i) => embeddings.data[2 * i])).toEqual([...Array(100).keys()]);
    expect(hashes[7]).toBe(await sha256(new TextEncoder().encode('7')));
    expect(seen.most).toBe(4);
  });

  test('takes a path alone: what is left out is null, and whole samples are given back themselves', async () => {
    const { embedder } = fakeEmbedder();
    const whole = sampleOf('3');
    const { samples } = await embedSamples([{ path: '1' }, { path: '2', label: 'two' }, whole], { embedder, read });
    expect(samples).toEqual([
      { path: '1', label: null, part: null, group: null },
      { path: '2', label: 'two', part: null, group: null },
      whole,
    ]);
    expect(samples[2]).toBe(whole);
  });

  test('lists what failed with its path, and keeps the rest', async () => {
    const { embedder } = fakeEmbedder();
    const failing = async (path: string) => {
      if (path === 'gone') throw new TypeError('no such file');
      return read(path);
    };
    const options = { embedder, read: failing };
    const { samples, embeddings, skipped } = await embedSamples(['1', 'bad', 'gone', '2'].map(sampleOf), options);
    expect([samples.map(({ path }) => path), [...embeddings.data]]).toEqual([
      ['1', '2'],
      [1, 1, 2, 1],
    ]);
    expect(skipped).toEqual([
      { path: 'bad', error: expect.objectContaining({ code: 'truncated', given: 'bad (a picture)' }) },
      { path: 'gone', error: expect.objectContaining({ code: 'internal', given: 'gone (this call)' }) },
    ]);
  });

  test('none readable is for requireSome to refuse', async () => {
    const { embedder } = fakeEmbedder();
    const embedded = await embedSamples([sampleOf('bad')], { embedder, read });
    expect(() => requireSome(embedded)).toThrow(
      expect.objectContaining({ code: 'empty', given: '1 picture, first bad' }),
    );
    const some = await embedSamples([sampleOf('1')], { embedder, read });
    expect(requireSome(some)).toBe(some);
  });

  test('asks the cache first and tells it what was computed', async () => {
    const { embedder, seen } = fakeEmbedder();
    const cache = memoryCache();
    const first = await embedSamples(numbers(20).map(sampleOf), { embedder, read, cache });
    const second = await embedSamples(numbers(20).map(sampleOf), { embedder, read, cache });
    expect([seen.calls, cache.held.size]).toEqual([20, 20]);
    expect(second).toEqual(first);
  });

  test('computes pictures with the same bytes once while they are under way', async () => {
    const { embedder, seen } = fakeEmbedder();
    const same = async () => new TextEncoder().encode('7');
    const { samples } = await embedSamples(numbers(30).map(sampleOf), { embedder, read: same });
    expect(samples).toHaveLength(30);
    expect(seen.calls).toBeLessThan(30);
  });

  test('reports progress from the beginning to the end', async () => {
    const events: ProgressEvent[] = [];
    const { embedder } = fakeEmbedder();
    await embedSamples(['1', 'bad'].map(sampleOf), { embedder, read, progress: (event) => events.push(event) });
    expect(events).toEqual([
      { stage: 'embedding', done: 0, total: 2 },
      { stage: 'embedding', done: 1, total: 2 },
      { stage: 'embedding', done: 2, total: 2 },
    ]);
  });
});

describe('embedPictures', () => {
  test('the first answer comes before the second path', async () => {
    const { embedder } = fakeEmbedder();
    let answered = () => {};
    const firstAnswer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    async function* paths() {
      yield '1';
      await firstAnswer;
      yield '2';
    }
    const given: string[] = [];
    for await (const picture of embedPictures(paths(), { embedder, read })) {
      given.push(picture.path);
      answered();
    }
    expect(given).toEqual(['1', '2']);
  });

  test('no more is taken from the source than a slow receiver can use', async () => {
    const { embedder } = fakeEmbedder(1);
    let taken = 0;
    function* endless() {
      for (;;) yield `${taken++}`;
    }
    for await (const picture of embedPictures(endless(), { embedder, read })) {
      await turn(1);
      expect(taken - Number(picture.path)).toBeLessThan(100);
      if (Number(picture.path) > 300) break;
    }
    const atEnd = taken;
    await turn(20);
    expect(taken).toBe(atEnd);
  });

  test('large files are not in memory together', async () => {
    const { embedder } = fakeEmbedder(8, () => turn(1));
    let held = 0;
    let most = 0;
    const large = async (path: string, admit?: Admit) => {
      await admit?.(60e6);
      held++;
      most = Math.max(most, held);
      return read(path);
    };
    const freeing = { ...embedder, embed: (encoded: Uint8Array) => embedder.embed(encoded).finally(() => held--) };
    let count = 0;
    for await (const picture of embedPictures(numbers(20), { embedder: freeing, read: large })) {
      expect(isSkipped(picture)).toBe(false);
      count++;
    }
    expect([most, count]).toEqual([1, 20]);
  });

  test('stopped, it throws, finishes what is under way and starts nothing more', async () => {
    const { embedder, seen } = fakeEmbedder(2, () => turn(5));
    const controller = new AbortController();
    const cache = memoryCache();
    const work = async () => {
      for await (const { path } of embedPictures(numbers(1000), { embedder, read, cache, signal: controller.signal })) {
        if (path === '5') controller.abort();
      }
    };
    await expect(work()).rejects.toThrow(expect.objectContaining({ code: 'interrupted' }));
    expect([seen.now, cache.held.size]).toEqual([0, seen.calls]);
    expect(seen.calls).toBeLessThan(20);
  });

  test('a source that never gives its next path can be left', async () => {
    const { embedder } = fakeEmbedder();
    async function* waiting() {
      yield '1';
      await new Promise(() => {});
    }
    for await (const picture of embedPictures(waiting(), { embedder, read })) {
      expect(picture.path).toBe('1');
      break;
    }
    const abandoned = async () => {
      for await (const _ of embedPictures(waiting(), { embedder, read, signal: AbortSignal.timeout(20) }));
    };
    await expect(abandoned()).rejects.toThrow(expect.objectContaining({ code: 'interrupted' }));
  });

  test('a failing source fails', async () => {
    const { embedder } = fakeEmbedder();
    async function* failing() {
      yield '1';
      throw new Error('pipe');
    }
    const all = async () => {
      for await (const _ of embedPictures(failing(), { embedder, read }));
    };
    await expect(all()).rejects.toThrow('pipe');
  });

  test('whatever is readable or not, and however long it takes, there is one answer a path, in order', async () => {
    const picture = fc.record({ bad: fc.boolean(), ms: fc.integer({ min: 0, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(picture, { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (pictures, concurrency) => {
          let call = 0;
          const { embedder } = fakeEmbedder(concurrency, () => turn(pictures[call++ % pictures.length].ms));
          const paths = pictures.map(({ bad }, index) => `${index}${bad ? 'bad' : ''}`);
          const answers = [];
          for await (const answer of embedPictures(paths, { embedder, read })) answers.push(answer);
          expect(answers.map(({ path }) => path)).toEqual(paths);
          expect(answers.map(isSkipped)).toEqual(pictures.map(({ bad }) => bad));
        },
      ),
      { numRuns: 25 },
    );
  });
});
