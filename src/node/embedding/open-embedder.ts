import type { Card } from '../../backbones/card.ts';
import type { Embedder } from '../../backbones/embedder.ts';
import { cardFingerprint } from '../../backbones/fingerprint.ts';
import { openingEmbedder } from '../../backbones/inline-embedder.ts';
import type { NetworkFile } from '../../backbones/network-file.ts';
import type { Decode } from '../../images/pixels.ts';
import { nodeRuntime, runtimeLibrary } from '../runtime.ts';
import { threadsFor, threadsWithin } from '../workers/bounded-threads.ts';

/** Up to so many pictures are embedded sooner without worker threads, which take some tenths of a second to start. */
const fewPictures = 4;

/** Threads inside the operators for a few pictures: one picture gains from a second thread, and little from more. */
const threadsForFew = 2;

/** Options of choosing an embedder. */
export type EmbedderForOptions = {
  /** How many pictures are to come; absent where nobody knows, as with a stream. */
  readonly pictures?: number | undefined;
  /** Threads to use at most, and never more than there are cores. Default: one a core. */
  readonly threads?: number | undefined;
};

/** Pictures embedded, and the time in which at least one of them was being computed. */
export type Spent = { readonly pictures: number; readonly milliseconds: number };

/** An embedder whose network opens later: at the latest with the first picture. */
export type OpeningEmbedder = Embedder & {
  /** Opens the network now. Throws what openBackbone throws. */
  open(): Promise<void>;
  /**
   * Waits for the network if its opening has begun, and throws what opening threw: then the pictures are not the reason
   * why they could not be embedded.
   */
  requireOpen(): Promise<void>;
  spent(): Spent;
};

/** How the pictures of one piece of work are embedded. This is chosen before the network is known. */
export type EmbedderChoice = {
  /** Few pictures need no cache either: opening it takes longer than embedding them. */
  readonly few: boolean;
  /** The embedder of a network. Dispose of it. */
  embedder(network: NetworkFile): Promise<OpeningEmbedder>;
};

/**
 * Chooses the embedder that finishes first: in this thread for a few pictures, else a pool of worker threads. Both give
 * the same numbers, bit for bit. For a few pictures it begins to load the decoder and the runtime at once, while the
 * caller reads the network's file. (A thread for the decoder was tried: starting it costs what it saves.)
 */
export function chooseEmbedder({ pictures, threads }: EmbedderForOptions = {}): EmbedderChoice {
  if (pictures === undefined || pictures > fewPictures) {
    return { few: false, embedder: (network) => embedderForMany(network, { pictures, threads }) };
  }
  // Both failures come back to whoever loads a model or decodes a picture.
  runtimeLibrary().catch(() => undefined);
  const loaded = import('../decode.ts');
  loaded.catch(() => undefined);
  const decode: Decode = async (encoded, wish) => (await loaded).decode(encoded, wish);
  return { few: true, embedder: (network) => embedderForFew(network, decode, threads) };
}

/** The embedder that chooseEmbedder chooses, with its network open. Dispose of it. Throws what openBackbone throws. */
export async function embedderFor(card: Card, bytes: Uint8Array, options: EmbedderForOptions = {}): Promise<Embedder> {
  const embedder = await chooseEmbedder(options).embedder({ card, bytes });
  await embedder.open();
  return embedder;
}

/** Opens the network at once, in this thread, while the first pictures are read and decoded. */
async function embedderForFew(
  { card, bytes }: NetworkFile,
  decode: Decode,
  wanted: number | undefined,
): Promise<OpeningEmbedder> {
  const threads = Math.min(threadsWithin(wanted), threadsForFew);
  const options = { decode, runtime: nodeRuntime, threads };
  const { opened, ...embedder } = openingEmbedder(card, await cardFingerprint(card), bytes, options);
  const { measured, spent } = embeddingMeter();
  const open = async () => void (await opened);
  return {
    ...embedder,
    open,
    requireOpen: open,
    spent,
    embed: (picture) => measured(() => embedder.embed(picture)),
    dispose: () => embedder.dispose().catch(() => undefined),
  };
}

/** Starts a pool of worker threads with the first picture that the cache does not have. */
async function embedderForMany(
  { card, bytes }: NetworkFile,
  { pictures, threads }: EmbedderForOptions,
): Promise<OpeningEmbedder> {
  const workers = await threadsFor(threads, { pictures, modelBytes: bytes.byteLength });
  const announced = { card, fingerprint: await cardFingerprint(card), concurrency: 2 * workers };
  return deferredEmbedder(announced, async () => {
    const { pooledEmbedder } = await import('./pooled-embedder.ts');
    return pooledEmbedder(card, bytes, { workers });
  });
}

/** The embedder that `start` gives. It starts with the first picture, and never where the cache has all of them. */
export function deferredEmbedder(
  announced: Pick<Embedder, 'card' | 'fingerprint' | 'concurrency'>,
  start: () => Promise<Embedder>,
  { measured, spent }: EmbeddingMeter = embeddingMeter(),
): OpeningEmbedder {
  let started: Promise<Embedder> | undefined;
  const begun = () => {
    started ??= start();
    return started;
  };
  return {
    ...announced,
    open: async () => void (await begun()),
    requireOpen: async () => void (await started),
    spent,
    embed: async (picture) => {
      const embedder = await begun();
      return measured(() => embedder.embed(picture));
    },
    dispose: async () => {
      const embedder = await started?.catch(() => undefined);
      await embedder?.dispose();
    },
  };
}

/** Measures embedding. */
export type EmbeddingMeter = {
  /** Runs the embedding of one picture, and counts the picture where that succeeds. */
  measured<Result>(embed: () => Promise<Result>): Promise<Result>;
  spent(): Spent;
};

/**
 * A meter of pictures and time. Time in which several pictures are computed side by side counts once, so that time per
 * picture is what one costs among many. `now` gives milliseconds.
 */
export function embeddingMeter(now: () => number = () => performance.now()): EmbeddingMeter {
  let pictures = 0;
  let milliseconds = 0;
  let running = 0;
  let since = 0;
  return {
    measured: async (embed) => {
      if (running++ === 0) since = now();
      try {
        const embedding = await embed();
        pictures++;
        return embedding;
      } finally {
        if (--running === 0) milliseconds += now() - since;
      }
    },
    spent: () => ({ pictures, milliseconds }),
  };
}
