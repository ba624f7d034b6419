import { expect, test } from 'vitest';
import type { Embedder, Picture } from '../../src/backbones/embedder.ts';
import { chooseEmbedder, deferredEmbedder, embeddingMeter } from '../../src/node/embedding/open-embedder.ts';
import { described } from '../backbones/models.ts';

const { card } = await described('map');
const announced = { card, fingerprint: 'f', concurrency: 2 };

function counting(embed: Embedder['embed']): Embedder & { starts: number; disposals: number } {
  const embedder = { ...announced, starts: 0, disposals: 0, embed, dispose: async () => void embedder.disposals++ };
  return embedder;
}

function lengthOf(picture: Picture): number {
  return picture instanceof Uint8Array ? picture.length : picture.data.length;
}

test('is started once, by the first picture, and disposed of', async () => {
  const real = counting(async (picture) => Float32Array.of(lengthOf(picture)));
  const deferred = deferredEmbedder(announced, async () => {
    real.starts++;
    return real;
  });
  expect(real.starts).toBe(0);
  const embeddings = await Promise.all([1, 2, 3].map((length) => deferred.embed(new Uint8Array(length))));
  expect(embeddings.map(([first]) => first)).toEqual([1, 2, 3]);
  await deferred.dispose();
  expect([real.starts, real.disposals]).toEqual([1, 1]);
});

test('never started, it has nothing to dispose of', async () => {
  const deferred = deferredEmbedder(announced, () => Promise.reject(new Error('never')));
  await deferred.requireOpen();
  await deferred.dispose();
});

test('tells a failure to start from a bad picture', async () => {
  const deferred = deferredEmbedder(announced, () => Promise.reject(new Error('no network')));
  await expect(deferred.embed(new Uint8Array(1))).rejects.toThrow('no network');
  await expect(deferred.requireOpen()).rejects.toThrow('no network');
  await deferred.dispose();
});

test('opens before the first picture where it is asked to', async () => {
  const real = counting(async () => new Float32Array(1));
  const deferred = deferredEmbedder(announced, async () => {
    real.starts++;
    return real;
  });
  await Promise.all([deferred.open(), deferred.open()]);
  expect(real.starts).toBe(1);
  await deferred.dispose();
});

test('counts the pictures that it embeds, without the time of its start', async () => {
  let clock = 0;
  const takes = (time: number) => {
    clock += time;
  };
  const real = counting(async () => {
    takes(7);
    return new Float32Array(1);
  });
  const start = async () => {
    takes(500);
    return real;
  };
  const deferred = deferredEmbedder(
    announced,
    start,
    embeddingMeter(() => clock),
  );
  expect(deferred.spent()).toEqual({ pictures: 0, milliseconds: 0 });
  await deferred.embed(new Uint8Array(1));
  expect(deferred.spent()).toEqual({ pictures: 1, milliseconds: 7 });
});

test('a meter counts time side by side once, and pictures that succeed', async () => {
  let clock = 100;
  const { measured, spent } = embeddingMeter(() => clock);
  const ends: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  const begin = () =>
    Promise.allSettled([measured(() => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })))]);
  const at = async (time: number, happen: () => void) => {
    clock = time;
    happen();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const first = begin();
  await at(110, () => {});
  const second = begin();
  expect(spent()).toEqual({ pictures: 0, milliseconds: 0 });
  await at(130, ends[0].resolve);
  expect(spent()).toEqual({ pictures: 1, milliseconds: 0 });
  await at(150, () => ends[1].reject(new Error('bad')));
  expect(spent()).toEqual({ pictures: 1, milliseconds: 50 });
  await at(1000, () => {});
  const third = begin();
  await at(1007, ends[2].resolve);
  expect(spent()).toEqual({ pictures: 2, milliseconds: 57 });
  const results = (await Promise.all([first, second, third])).flat();
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('four pictures are few; five, or nobody knows how many, are many', () => {
  const few = [0, 1, 4, 5, 1000, undefined].map((pictures) => chooseEmbedder({ pictures }).few);
  expect(few).toEqual([true, true, true, false, false, false]);
});
