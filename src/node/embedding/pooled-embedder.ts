import type { Card } from '../../backbones/card.ts';
import type { Embedder } from '../../backbones/embedder.ts';
import { cardFingerprint } from '../../backbones/fingerprint.ts';
import type { Pixels } from '../../images/pixels.ts';
import { requirePixels } from '../../images/pixels-from.ts';
import { type PicturePoolOptions, picturePool, sharedBytes } from '../pictures/picture-pool.ts';
import { workerFile } from '../workers/worker-file.ts';

/** What a worker of pooledEmbedder is started with. */
export type EmbedWorkerData = {
  readonly card: Card;
  /** The ONNX file, shared by all workers. */
  readonly model: SharedArrayBuffer;
};

/**
 * What a worker gets besides the bytes: null where they are those of a file, or the size of a picture whose pixels they
 * are.
 */
export type EmbedWish = Omit<Pixels, 'data'> | null;

/**
 * An embedder over worker threads. Each thread has its own session with one thread inside operators and computes one
 * picture at a time. This measured faster than batches, and the numbers do not depend on a batch. Where a thread dies,
 * its pictures and all later ones reject with `internal`. `dispose` first finishes all pictures.
 */
export async function pooledEmbedder(
  card: Card,
  bytes: Uint8Array,
  options: PicturePoolOptions = {},
): Promise<Embedder> {
  const data: EmbedWorkerData = { card, model: sharedBytes(bytes) };
  const pool = await picturePool<EmbedWish>(workerFile('embedding/embed-worker'), data, options);
  return {
    card,
    fingerprint: await cardFingerprint(card),
    concurrency: pool.concurrency,
    embed: async (picture) => {
      if (picture instanceof Uint8Array) return pool.compute(picture, null);
      const { data, ...size } = requirePixels(picture);
      return pool.compute(data.slice(), size);
    },
    dispose: pool.close,
  };
}
