import type { Pixels } from '../images/pixels.ts';
import type { Card } from './card.ts';

/** A picture as an embedder takes it: the bytes of a file as it stands on a disk, or pixels that are decoded already. */
export type Picture = Uint8Array | Pixels;

/**
 * Turns pictures into embeddings: decode, preprocess, backbone, unit length. Each picture is computed
 * alone, so its embedding does not depend on its neighbours in a batch.
 */
export interface Embedder {
  readonly card: Card;
  /** Hash of weights, preprocessing and the version of the pixel code: what two vectors must share to be compared. */
  readonly fingerprint: string;
  /** How many calls of `embed` are worth having in flight. */
  readonly concurrency: number;
  /**
   * One picture to its embedding, [D], unit length. The bytes of a file may be detached; pixels stay as they are. A
   * decoder may reduce large files before they are resized, so their pixels at full size give nearly the same numbers.
   * Throws the decoder's errors, `bad-data` for pixels that do not fit their size, and `bad-model` where the network
   * gives NaN, infinity or nothing but zeros.
   */
  embed(picture: Picture): Promise<Float32Array>;
  dispose(): Promise<void>;
}
