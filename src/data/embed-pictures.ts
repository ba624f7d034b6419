import type { Embedder } from '../backbones/embedder.ts';
import { requireUsable } from '../backbones/require-usable.ts';
import { asDiscernError, type DiscernError, type ErrorJson } from '../base/error.ts';
import { sha256 } from '../base/hash.ts';
import { throwIfAborted, type Watch } from '../base/progress.ts';
import { type Semaphore, semaphore } from '../base/semaphore.ts';
import { isUsable } from '../base/usable-vector.ts';
import { READING_VERSION } from '../images/formats/reading.ts';
import type { EmbeddedPicture, Skipped } from './embedded.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { mapInOrder } from './map-in-order.ts';
import type { ReadPicture } from './read-picture.ts';

/** What embedding needs besides the pictures. */
export type EmbedOptions = Watch & {
  readonly embedder: Embedder;
  readonly read: ReadPicture;
  /** Asked before the embedder, and told what the embedder gave. */
  readonly cache?: EmbeddingCache | undefined;
  /** How many pictures there are, for progress; absent where that is not known. */
  readonly total?: number | undefined;
};

/** Files read at the same time: hides the waiting for a disk; more gives nothing. */
const readsAtOnce = 16;
/** Encoded pictures in memory at the same time, in bytes; a single larger one is let in alone. */
const bytesAtOnce = 64e6;
/** Results that may wait for a slow picture before them, beside those being computed: vectors only, so cheap. */
const readAhead = 64;

type Desk = EmbedOptions & {
  readonly reads: Semaphore;
  readonly bytes: Semaphore;
  readonly computing: Semaphore;
  /** By content hash: pictures with the same bytes are computed once. */
  readonly underWay: Map<string, Promise<Float32Array>>;
};

/**
 * Embeds pictures in the order given: each result as soon as it and all before it are there, in bounded memory,
 * however many there are; no more is read while the receiver is slow. A picture that fails comes as `Skipped`, its
 * error naming the path. Throws `interrupted` when the signal is aborted, once the pictures under way are finished;
 * what was embedded until then is in the cache.
 */
export async function* embedPictures(
  paths: Iterable<string> | AsyncIterable<string>,
  options: EmbedOptions,
): AsyncGenerator<EmbeddedPicture | Skipped, void, undefined> {
  const { embedder, progress, signal, total } = options;
  const desk = {
    ...options,
    reads: semaphore(readsAtOnce),
    bytes: semaphore(bytesAtOnce),
    computing: semaphore(embedder.concurrency),
    underWay: new Map<string, Promise<Float32Array>>(),
  };
  const window = 2 * embedder.concurrency + readAhead;
  let done = 0;
  const tell = () => progress?.({ stage: 'embedding', done, ...(total === undefined ? {} : { total }) });
  tell();
  for await (const picture of mapInOrder(paths, (path, stop) => embedOrSkip(path, desk, stop), { window, signal })) {
    done++;
    tell();
    yield picture;
  }
}

async function embedOrSkip(path: string, desk: Desk, stop: AbortSignal): Promise<EmbeddedPicture | Skipped> {
  try {
    return await embedOne(path, desk, stop);
  } catch (thrown) {
    throwIfAborted(stop);
    return { path, error: naming(path, asDiscernError(thrown)) };
  }
}

async function embedOne(path: string, desk: Desk, stop: AbortSignal): Promise<EmbeddedPicture> {
  let held = 0;
  const admit = async (bytes: number) => {
    await desk.bytes.acquire(bytes);
    held += bytes;
  };
  try {
    const encoded = await readNext(path, desk, admit, stop);
    if (held === 0) await admit(encoded.byteLength);
    const hash = await sha256(encoded);
    return { path, hash, embedding: cached(hash, desk) ?? (await computeOnce(hash, encoded, desk, stop)) };
  } finally {
    desk.bytes.release(held);
  }
}

/** What the cache knows, unless it is what no network of ours may give: then it is computed anew. */
function cached(hash: string, { cache, embedder }: Desk): Float32Array | undefined {
  const known = cache?.get(cacheKeyOf(hash), embedder.fingerprint);
  return known?.length === embedder.card.dimensions && isUsable(known) ? known : undefined;
}

/** By what the cache knows a picture, of the SHA-256 of its bytes: what an older version read otherwise is not looked for. */
export function cacheKeyOf(hash: string): string {
  return `${hash}-${READING_VERSION}`;
}

async function readNext(
  path: string,
  { reads, read }: Desk,
  admit: (bytes: number) => Promise<void>,
  stop: AbortSignal,
) {
  return reads.run(async () => {
    throwIfAborted(stop);
    return read(path, admit);
  });
}

function computeOnce(hash: string, encoded: Uint8Array, desk: Desk, stop: AbortSignal): Promise<Float32Array> {
  const other = desk.underWay.get(hash);
  if (other !== undefined) return other;
  const embedding = compute(hash, encoded, desk, stop).finally(() => desk.underWay.delete(hash));
  desk.underWay.set(hash, embedding);
  return embedding;
}

async function compute(hash: string, encoded: Uint8Array, desk: Desk, stop: AbortSignal): Promise<Float32Array> {
  const { embedder, cache, computing } = desk;
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
