import type { Card } from '../backbones/card.ts';
import type { Embedder } from '../backbones/embedder.ts';
import type { NetworkFile } from '../backbones/network-file.ts';
import { DiscernError } from '../base/error.ts';
import type { Sample } from '../data/dataset.ts';
import { type EmbedOptions, embedPictures } from '../data/embed-pictures.ts';
import { embedSamples } from '../data/embed-samples.ts';
import { type Embedded, type EmbeddedPicture, isSkipped, type Skipped } from '../data/embedded.ts';
import type { EmbeddingCache } from '../data/embedding-cache.ts';
import type { ReadPicture } from '../data/read-picture.ts';
import { type Product, productFor } from '../linalg/product.ts';
import { type EarlyStart, earlyStart } from './early-start.ts';
import { readFile } from './files.ts';
import type { Spent } from './metered-embedder.ts';
import { embedderForFew, embedderForMany } from './network-embedder.ts';
import { nodeRuntime } from './runtime.ts';
import type { WorkOptions } from './work-options.ts';

export type { NetworkFile as Network } from '../backbones/network-file.ts';

/** Options of opening a workshop. */
export type WorkshopOptions = WorkOptions & {
  /** How many pictures are to come; absent where nobody knows, as with a stream. */
  readonly pictures?: number | undefined;
  /** Default: files by their path. */
  readonly read?: ReadPicture | undefined;
};

/** Where pictures become embeddings: a network, the cache, and what multiplies matrices. Close it. */
export type Workshop = {
  readonly card: Card;
  readonly fingerprint: string;
  readonly product: Product;
  /** Embeds the samples, in their order. Throws what embedSamples throws, and what starting the network throws. */
  embed(samples: readonly Sample[]): Promise<Embedded>;
  /** The same one by one, in bounded memory, as a stream. */
  embedEach(
    paths: Iterable<string> | AsyncIterable<string>,
  ): AsyncGenerator<EmbeddedPicture | Skipped, void, undefined>;
  /** What was embedded here and not found in the cache. */
  spent(): Spent;
  /** Embeds one picture past the cache. */
  compute: Embedder['embed'];
  close(): Promise<void>;
};

/**
 * Opens a workshop. For a few pictures the network is opened at once, for more with the first that is not in the cache.
 */
export async function openWorkshop(
  network: NetworkFile,
  options: WorkshopOptions = {},
  early: EarlyStart | null = earlyStart(options.pictures),
): Promise<Workshop> {
  const { read = readFile, progress, signal, pictures } = options;
  const embedder = await (early ? embedderForFew(network, early, options) : embedderForMany(network, options));
  const { card, fingerprint, requireOpen } = embedder;
  const cache = early ? undefined : await cacheOf(options);
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

/** An interruption, which costs nothing that a cache has kept. */
function resumable(thrown: unknown, cache: EmbeddingCache | undefined): unknown {
  if (cache === undefined || !(thrown instanceof DiscernError) || thrown.code !== 'interrupted') return thrown;
  const { given, expected, todo } = thrown;
  const kept = `${todo}: what was embedded until then is in the cache`;
  return new DiscernError('interrupted', thrown.message, { given, expected, todo: kept }, thrown);
}

/** LMDB is loaded where it is used: looking a few pictures up takes longer than embedding them. */
async function cacheOf({ cacheFolder, warn }: WorkOptions): Promise<EmbeddingCache | undefined> {
  if (cacheFolder === undefined) return undefined;
  const { lmdbEmbeddingCache } = await import('./embedding-cache.ts');
  return lmdbEmbeddingCache({ folder: cacheFolder, ...(warn && { warn }) });
}
