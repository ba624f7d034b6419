import { expect, test } from 'vitest';
import type { Embedder, Picture } from '../../src/backbones/embedder.ts';
import { deferredEmbedder } from '../../src/node/deferred-embedder.ts';
import { meteredEmbedder } from '../../src/node/metered-embedder.ts';
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

test('counts time side by side once, and pictures that succeed', async () => {
  const metered = meteredEmbedder(
    counting(async (picture) => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      if (lengthOf(picture) === 0) throw new Error('bad');
      return new Float32Array(1);
    }),
  );
  await Promise.allSettled([0, 1, 1, 1, 1, 1, 1, 1].map((length) => metered.embed(new Uint8Array(length))));
  const { pictures, milliseconds } = metered.spent();
  expect(pictures).toBe(7);
  expect(milliseconds).toBeGreaterThan(0);
});
