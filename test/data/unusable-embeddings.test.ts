import { expect, test } from 'vitest';
import { efficientNetLite0 } from '../../src/backbones/cards/efficientnet-lite0.ts';
import type { Embedder } from '../../src/backbones/embedder.ts';
import { embedSamples } from '../../src/data/embedding/embed-samples.ts';
import type { EmbeddingCache } from '../../src/data/embedding/embedding-cache.ts';

const answers: Readonly<Record<string, readonly number[]>> = {
  good: [0.6, 0.8],
  'not a number': [Number.NaN, 1],
  infinite: [Number.POSITIVE_INFINITY, 1],
  zeros: [0, 0],
};

const embedder: Embedder = {
  card: { ...efficientNetLite0, dimensions: 2 },
  fingerprint: 'f',
  concurrency: 4,
  embed: async (picture) => {
    if (!(picture instanceof Uint8Array)) throw new Error('pixels');
    return Float32Array.from(answers[new TextDecoder().decode(picture)]);
  },
  dispose: async () => {},
};

const read = async (path: string) => new TextEncoder().encode(path);
const samples = Object.keys(answers).map((path) => ({ path, label: 'a', part: null, group: null }));

/** A cache that holds what older versions put there. */
function poisoned(embedding: readonly number[]): EmbeddingCache & { readonly reported: Float32Array[] } {
  const reported: Float32Array[] = [];
  return {
    reported,
    get: () => Float32Array.from(embedding),
    set: (_hash, _fingerprint, given) => void reported.push(given),
    close: async () => {},
  };
}

test('a picture whose embedding cannot be compared is skipped, and spoils no other', async () => {
  const { samples: kept, embeddings, skipped } = await embedSamples(samples, { embedder, read });
  expect(kept.map(({ path }) => path)).toEqual(['good']);
  expect([...embeddings.data]).toEqual([...Float32Array.of(0.6, 0.8)]);
  expect(skipped.map(({ path, error }) => [path, error.code, error.message])).toEqual([
    ['not a number', 'bad-model', 'the network gives NaN or infinity'],
    ['infinite', 'bad-model', 'the network gives NaN or infinity'],
    ['zeros', 'bad-model', expect.stringContaining('only zeros')],
  ]);
});

test.each([[[Number.NaN, 1]], [[0, 0]], [[1]], [[1, 0, 0]], [[Number.POSITIVE_INFINITY, 0]]])(
  'what the cache holds of it, %j, is computed anew',
  async (held) => {
    const cache = poisoned(held);
    const { embeddings, skipped } = await embedSamples(samples, { embedder, read, cache });
    expect([...embeddings.data]).toEqual([...Float32Array.of(0.6, 0.8)]);
    expect(skipped).toHaveLength(3);
    expect(cache.reported.map((reported) => [...reported])).toEqual([[...Float32Array.of(0.6, 0.8)]]);
  },
);
