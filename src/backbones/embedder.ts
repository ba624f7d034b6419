import type { Pixels } from '../images/pixels.ts';
import type { Card } from './card.ts';

/** The input of an embedder: the bytes of a picture file, or pixels that are already decoded. */
export type Picture = Uint8Array | Pixels;

/**
 * Turns pictures into embeddings: decode, preprocess, run the backbone, scale to unit length. Each picture is computed
 * alone, so its embedding does not depend on other pictures in a batch.
 */
export interface Embedder {
  readonly card: Card;
  /**
   * Hash of the weights, the preprocessing and the version of the pixel code. Only vectors with the same fingerprint
   * can be compared.
   */
  readonly fingerprint: string;
  /** How many calls of `embed` to keep in flight for the best speed. */
  readonly concurrency: number;
  /**
   * Embeds one picture: gives [D], unit length. The bytes of a file may be transferred to another thread and detached;
   * pixels stay as they are. A decoder may reduce a large file, so its pixels at full size give only nearly the same
   * numbers. Throws the decoder's errors, `bad-data` for pixels that do not fit their size, and `bad-model` where the
   * network gives NaN, infinity or only zeros.
   */
  embed(picture: Picture): Promise<Float32Array>;
  dispose(): Promise<void>;
}
