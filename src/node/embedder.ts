import type { Card } from '../backbones/card.ts';
import type { Embedder } from '../backbones/embedder.ts';
import { nodeRuntime } from './runtime.ts';

/** Up to so many pictures are embedded sooner without threads, which take some tenths of a second to start. */
export const fewPictures = 4;

/** Options of choosing an embedder. */
export type EmbedderForOptions = {
  /** How many pictures are to come; absent where nobody knows, as with a stream. */
  readonly pictures?: number | undefined;
  /** Worker threads for many pictures; one a core gives the most pictures a second. */
  readonly threads?: number | undefined;
};

/**
 * The embedder that is done soonest: in this thread for a few pictures, else in a pool. Both give the same numbers, bit
 * for bit. Dispose of it; it throws what openBackbone throws.
 */
export async function embedderFor(
  card: Card,
  bytes: Uint8Array,
  { pictures, threads }: EmbedderForOptions = {},
): Promise<Embedder> {
  if (pictures === undefined || pictures > fewPictures) {
    const { pooledEmbedder } = await import('./pooled-embedder.ts');
    return pooledEmbedder(card, bytes, { workers: threads });
  }
  const { inlineEmbedder } = await import('../backbones/inline-embedder.ts');
  const { decode } = await import('./decode.ts');
  return inlineEmbedder(card, bytes, { decode, runtime: nodeRuntime });
}
