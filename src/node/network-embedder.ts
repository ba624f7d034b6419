import type { Embedder } from '../backbones/embedder.ts';
import { fingerprintOf } from '../backbones/fingerprint.ts';
import { openingEmbedder } from '../backbones/inline-embedder.ts';
import { threadsFor, threadsWithin } from './bounded-threads.ts';
import { deferredEmbedder } from './deferred-embedder.ts';
import type { EarlyStart } from './early-start.ts';
import { embedderFor } from './embedder.ts';
import { meteredEmbedder, type Spent } from './metered-embedder.ts';
import { nodeRuntime } from './runtime.ts';
import type { Network, WorkshopOptions } from './workshop.ts';

/** An embedder that need not be open yet. */
export type NetworkEmbedder = Embedder & {
  /** Throws what opening threw: then it is not the pictures' fault that they could not be embedded. */
  requireOpen(): Promise<void>;
  spent(): Spent;
};

/** Threads within an operator: one picture alone gains from a second, and little from more. */
const threadsForFew = 2;

/** Opens at once, in this thread, while the first pictures are read and decoded. */
export async function embedderForFew(
  { card, bytes }: Network,
  { decode }: EarlyStart,
  { threads }: Pick<WorkshopOptions, 'threads'>,
): Promise<NetworkEmbedder> {
  const options = { decode, runtime: nodeRuntime, threads: Math.min(threadsWithin(threads), threadsForFew) };
  const { opened, ...embedder } = openingEmbedder(card, await fingerprintOf(card), bytes, options);
  return {
    ...meteredEmbedder(embedder),
    requireOpen: async () => void (await opened),
    dispose: () => embedder.dispose().catch(() => undefined),
  };
}

/** Starts its threads with the first picture that the cache does not know. */
export async function embedderForMany(
  { card, bytes }: Network,
  { threads: wanted, pictures }: Pick<WorkshopOptions, 'threads' | 'pictures'>,
): Promise<NetworkEmbedder> {
  const threads = await threadsFor(wanted, { pictures, modelBytes: bytes.byteLength });
  let spent = (): Spent => ({ pictures: 0, milliseconds: 0 });
  const announced = { card, fingerprint: await fingerprintOf(card), concurrency: 2 * threads };
  const embedder = deferredEmbedder(announced, async () => {
    const metered = meteredEmbedder(await embedderFor(card, bytes, { pictures, threads }));
    spent = metered.spent;
    return metered;
  });
  return { ...embedder, spent: () => spent() };
}
