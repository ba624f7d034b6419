import type { Card } from './card.ts';

/**
 * Turns encoded pictures into embeddings: decode, preprocess, backbone, unit length. Each picture is computed
 * alone, so its embedding does not depend on its neighbours in a batch.
 */
export interface Embedder {
  readonly card: Card;
  /** Hash of weights, preprocessing and the version of the pixel code: what two vectors must share to be compared. */
  readonly fingerprint: string;
  /** How many calls of `embed` are worth having in flight. */
  readonly concurrency: number;
  /**
   * One encoded picture to its embedding, [D], unit length. The bytes may be detached. Throws the decoder's errors, and
   * `bad-model` where the network gives NaN, infinity or nothing but zeros.
   */
  embed(encoded: Uint8Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}
