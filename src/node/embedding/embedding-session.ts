import type { Card } from '../../backbones/card.ts';
import type { Embedder } from '../../backbones/embedder.ts';
import type { NetworkFile } from '../../backbones/network-file.ts';
import { DiscernError } from '../../base/error.ts';
import type { Sample } from '../../data/dataset.ts';
import { type EmbedOptions, embedPictures } from '../../data/embedding/embed-pictures.ts';
import { embedSamples } from '../../data/embedding/embed-samples.ts';
import { type Embedded, type EmbeddedPicture, isSkipped, type Skipped } from '../../data/embedding/embedded.ts';
import type { EmbeddingCache } from '../../data/embedding/embedding-cache.ts';
import type { ReadPicture } from '../../data/embedding/read-picture.ts';
import { type Product, productFor } from '../../linalg/product.ts';
import { readFile } from '../files/files.ts';
import { nodeRuntime } from '../runtime.ts';
import type { WorkOptions } from '../work-options.ts';
import { chooseEmbedder, type EmbedderChoice, type Spent } from './open-embedder.ts';

/** Options of an embedding session. */
export type EmbeddingSessionOptions = WorkOptions & {
  /** How many pictures are to come; absent where nobody knows, as with a stream. */
  readonly pictures?: number | undefined;
  /** Default: files by their path. */
  readonly read?: ReadPicture | undefined;
};

/** All that turns pictures into embeddings: a network, the cache and a product of matrices. Close it. */
export type EmbeddingSession = {
  readonly card: Card;
  readonly fingerprint: string;
  readonly product: Product;
  /** Embeds the samples, in their order. Throws what embedSamples throws, and what starting the network throws. */
  embed(samples: readonly Sample[]): Promise<Embedded>;
  /** The same one by one, in bounded memory, as a stream. */
  embedEach(
    paths: Iterable<string> | AsyncIterable<string>,
  ): AsyncGenerator<EmbeddedPicture | Skipped, void, undefined>;
  /** How many pictures the network has computed, and in which time; those from the cache do not count. */
  spent(): Spent;
  /** Embeds one picture without the cache. */
  compute: Embedder['embed'];
  close(): Promise<void>;
};

/**
 * Opens a session, which must be closed. For a few pictures the network opens at once. For more it opens with the first
 * picture that the cache does not have. `choice` is what chooseEmbedder gave, if it was called before the network was
 * read.
 *
 * @example
 * const network = await loadBackbone(defaultBackbone, { runtime: nodeRuntime, hub: { folder: 'models' } });
 * const session = await openEmbeddingSession(network);
 * const { samples } = await openDataset('pictures/test');
 * const { embeddings, skipped } = await session.embed(samples);
 * await session.close();
 * [embeddings.rows, embeddings.columns]; // => [4, 1280]
 */
export async function openEmbeddingSession(
  network: NetworkFile,
  options: EmbeddingSessionOptions = {},
  choice: EmbedderChoice = chooseEmbedder(options),
): Promise<EmbeddingSession> {
  const { read = readFile, progress, signal, pictures } = options;
  const embedder = await choice.embedder(network);
  const { card, fingerprint, requireOpen } = embedder;
  const cache = choice.few ? undefined : await cacheOf(options);
  const embedOptions: EmbedOptions = { embedder, read, cache, progress, signal, total: pictures };
  async function* embedEach(paths: Iterable<string> | AsyncIterable<string>) {
    try {
      for await (const picture of embedPictures(paths, embedOptions)) {
        if (isSkipped(picture)) await requireOpen();
        yield picture;
      }
    } catch (thrown) {
      throw resumable(thrown, cache);
    }
  }
  return {
    card,
    fingerprint,
    product: productFor(nodeRuntime),
    embed: async (samples) => {
      const embedding = embedSamples(samples, { ...embedOptions, total: samples.length });
      const embedded = await embedding.catch((thrown: unknown) => {
        throw resumable(thrown, cache);
      });
      if (embedded.skipped.length > 0) await requireOpen();
      return embedded;
    },
    embedEach,
    spent: embedder.spent,
    compute: embedder.embed,
    close: async () => {
      await Promise.all([embedder.dispose(), cache?.close()]);
    },
  };
}

/** Adds to the error of an interruption that the cache has kept the work. */
function resumable(thrown: unknown, cache: EmbeddingCache | undefined): unknown {
  if (cache === undefined || !(thrown instanceof DiscernError) || thrown.code !== 'interrupted') return thrown;
  const { given, expected, todo } = thrown;
  const kept = `${todo}: what was embedded until then is in the cache`;
  return new DiscernError('interrupted', thrown.message, { given, expected, todo: kept }, thrown);
}

/** Loads LMDB only where it is used: a few pictures are embedded sooner than they are looked up. */
async function cacheOf({ cacheFolder, warn }: WorkOptions): Promise<EmbeddingCache | undefined> {
  if (cacheFolder === undefined) return undefined;
  const { lmdbEmbeddingCache } = await import('./embedding-cache.ts');
  return lmdbEmbeddingCache({ folder: cacheFolder, ...(warn && { warn }) });
}
