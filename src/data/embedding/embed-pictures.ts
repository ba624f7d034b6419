import type { Embedder } from '../../backbones/embedder.ts';
import { requireUsable } from '../../backbones/require-usable.ts';
import { asDiscernError, type DiscernError, type ErrorJson } from '../../base/error.ts';
import { sha256 } from '../../base/hash.ts';
import { type ProgressOptions, throwIfAborted } from '../../base/progress.ts';
import { type Semaphore, semaphore } from '../../base/semaphore.ts';
import { isUsable } from '../../base/usable-vector.ts';
import { READING_VERSION } from '../../images/formats/reading.ts';
import { mapInOrder } from '../map-in-order.ts';
import type { EmbeddedPicture, Skipped } from './embedded.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import type { ReadPicture } from './read-picture.ts';

/** Options of embedding pictures. */
export type EmbedOptions = ProgressOptions & {
  readonly embedder: Embedder;
  readonly read: ReadPicture;
  /** Read before the embedder runs; new embeddings are written to it. */
  readonly cache?: EmbeddingCache | undefined;
  /** The number of pictures, for progress; absent if unknown. */
  readonly total?: number | undefined;
};

/** Files read at the same time: enough to hide the latency of a disk. */
const readsAtOnce = 16;
/** Limit of encoded pictures in memory, in bytes; a single larger picture is read alone. */
const bytesAtOnce = 64e6;
/** Finished vectors that may wait for a slower picture before them, in addition to those being computed. */
const readAhead = 64;

type EmbeddingContext = EmbedOptions & {
  readonly reads: Semaphore;
  readonly bytes: Semaphore;
  readonly computing: Semaphore;
  /** Embeddings being computed, by content hash: pictures with the same bytes are computed once. */
  readonly underWay: Map<string, Promise<Float32Array>>;
};

/**
 * Embeds pictures and yields the results in the order given, each as soon as it and all before it are ready. Memory is
 * bounded for any number of pictures; reading pauses while the consumer is slow. A picture that fails is yielded as
 * `Skipped`, with an error that names the path. Throws `interrupted` when the signal is aborted, after the pictures in
 * progress are finished; everything embedded until then is in the cache.
 */
export async function* embedPictures(
  paths: Iterable<string> | AsyncIterable<string>,
  options: EmbedOptions,
): AsyncGenerator<EmbeddedPicture | Skipped, void, undefined> {
  const { embedder, progress, signal, total } = options;
  const context = {
    ...options,
    reads: semaphore(readsAtOnce),
    bytes: semaphore(bytesAtOnce),
    computing: semaphore(embedder.concurrency),
    underWay: new Map<string, Promise<Float32Array>>(),
  };
  const window = 2 * embedder.concurrency + readAhead;
  let done = 0;
  const report = () => progress?.({ stage: 'embedding', done, ...(total === undefined ? {} : { total }) });
  report();
  for await (const picture of mapInOrder(paths, (path, stop) => embedOrSkip(path, context, stop), { window, signal })) {
    done++;
    report();
    yield picture;
  }
}

async function embedOrSkip(
  path: string,
  context: EmbeddingContext,
  stop: AbortSignal,
): Promise<EmbeddedPicture | Skipped> {
  try {
    return await embedOne(path, context, stop);
  } catch (thrown) {
    throwIfAborted(stop);
    return { path, error: naming(path, asDiscernError(thrown)) };
  }
}

async function embedOne(path: string, context: EmbeddingContext, stop: AbortSignal): Promise<EmbeddedPicture> {
  let held = 0;
  const admit = async (bytes: number) => {
    await context.bytes.acquire(bytes);
    held += bytes;
  };
  try {
    const encoded = await readNext(path, context, admit, stop);
    if (held === 0) await admit(encoded.byteLength);
    const hash = await sha256(encoded);
    return { path, hash, embedding: cached(hash, context) ?? (await computeOnce(hash, encoded, context, stop)) };
  } finally {
    context.bytes.release(held);
  }
}

/** The cached embedding; undefined if there is none, or if it has a wrong length or is not a usable vector. */
function cached(hash: string, { cache, embedder }: EmbeddingContext): Float32Array | undefined {
  const known = cache?.get(cacheKeyOf(hash), embedder.fingerprint);
  return known?.length === embedder.card.dimensions && isUsable(known) ? known : undefined;
}

/**
 * The cache key of a picture: the SHA-256 of its bytes and the version of the decoders, so that embeddings made with
 * older decoders are not found.
 */
export function cacheKeyOf(hash: string): string {
  return `${hash}-${READING_VERSION}`;
}

async function readNext(
  path: string,
  { reads, read }: EmbeddingContext,
  admit: (bytes: number) => Promise<void>,
  stop: AbortSignal,
) {
  return reads.run(async () => {
    throwIfAborted(stop);
    return read(path, admit);
  });
}

function computeOnce(
  hash: string,
  encoded: Uint8Array,
  context: EmbeddingContext,
  stop: AbortSignal,
): Promise<Float32Array> {
  const other = context.underWay.get(hash);
  if (other !== undefined) return other;
  const embedding = compute(hash, encoded, context, stop).finally(() => context.underWay.delete(hash));
  context.underWay.set(hash, embedding);
  return embedding;
}

async function compute(
  hash: string,
  encoded: Uint8Array,
  context: EmbeddingContext,
  stop: AbortSignal,
): Promise<Float32Array> {
  const { embedder, cache, computing } = context;
  return computing.run(async () => {
    throwIfAborted(stop);
    const embedding = requireUsable(await embedder.embed(encoded));
    cache?.set(cacheKeyOf(hash), embedder.fingerprint, embedding);
    return embedding;
  });
}

function naming(path: string, error: DiscernError): ErrorJson {
  const json = error.toJSON();
  return json.given.includes(path) ? json : { ...json, given: `${path} (${json.given})` };
}
