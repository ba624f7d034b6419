import { availableParallelism } from 'node:os';
import type { Card } from '../backbones/card.ts';
import type { Embedder } from '../backbones/embedder.ts';
import { fingerprintOf } from '../backbones/fingerprint.ts';
import { semaphore } from '../data/semaphore.ts';
import { EmbedThread } from './embed-thread.ts';
import { holdExit, nativeCalls } from './native-calls.ts';
import { pictureBudget } from './picture-budget.ts';

/** Pictures in flight per thread: one is computed while the next is decoded. */
const depth = 2;

/**
 * An embedder over worker threads. Each has its own session with one thread inside operators and computes one picture
 * at a time: measured faster than batches, and free of their effect on the numbers. A thread that dies rejects its
 * pictures and all later ones with `internal`. `dispose` first answers what was sent.
 */
export async function pooledEmbedder(
  card: Card,
  bytes: Uint8Array,
  { workers = availableParallelism() }: { readonly workers?: number | undefined } = {},
): Promise<Embedder> {
  const calls = nativeCalls();
  const letGo = holdExit(calls);
  const data = { card, model: shared(bytes), calls };
  const threads = await allStarted(Array.from({ length: workers }, () => EmbedThread.start(data))).catch(
    (error: unknown) => {
      letGo();
      throw error;
    },
  );
  const { embed, settled } = dispatcher(threads);
  return {
    card,
    fingerprint: await fingerprintOf(card),
    concurrency: depth * workers,
    embed,
    dispose: async () => {
      await settled();
      await Promise.all(threads.map((thread) => thread.close()));
      letGo();
    },
  };
}

type Dispatcher = {
  readonly embed: Embedder['embed'];
  /** Waits until every picture that was given is answered. */
  readonly settled: () => Promise<unknown>;
};

/** Sends each picture to the least loaded thread, and holds it back while all are full or memory is short. */
function dispatcher(threads: readonly EmbedThread[]): Dispatcher {
  const places = semaphore(depth * threads.length);
  const roomFor = pictureBudget();
  const open = new Set<Promise<Float32Array>>();
  async function sent(encoded: Uint8Array): Promise<Float32Array> {
    const makeRoom = await roomFor(encoded);
    await places.acquire();
    const thread = threads.reduce((least, other) => (other.load < least.load ? other : least));
    return thread.embed(encoded).finally(() => {
      places.release();
      makeRoom();
    });
  }
  return {
    embed: (encoded) => {
      const answer = sent(encoded).finally(() => open.delete(answer));
      open.add(answer);
      return answer;
    },
    settled: () => Promise.allSettled(open),
  };
}

/** All threads, or the first failure after those that did start are closed again. */
async function allStarted(starting: readonly Promise<EmbedThread>[]): Promise<EmbedThread[]> {
  const results = await Promise.allSettled(starting);
  const threads = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = results.find((result) => result.status === 'rejected');
  if (!failure) return threads;
  await Promise.all(threads.map((thread) => thread.close()));
  throw failure.reason;
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
