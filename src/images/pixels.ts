/** A decoded picture: sRGB, 8 bits, interleaved RGB rows without padding: `data` is [height, width, 3]. */
export type Pixels = Size & {
  readonly data: Uint8Array;
  /** Present where the decoder reduced the picture. */
  readonly reduction?: Reduction | undefined;
};

/** Pixels across and down. */
export type Size = { readonly width: number; readonly height: number };

/** How a picture was reduced while it was decoded. */
export type Reduction = {
  /** The size before, from which the picture's frame is computed as if it had not been reduced. */
  readonly original: Size;
  /**
   * Where the whole original lies among the reduced pixels, in fractions of them. It may reach beyond: decoders drop the
   * part of a block that is left at an edge.
   */
  readonly box: Size & { readonly left: number; readonly top: number };
};

/** What the receiver of a picture needs, so that decoding may do less. */
export type DecodeWish = {
  /**
   * The decoder may reduce the picture while decoding as long as its shorter side keeps at least this many pixels
   * (twice the side it will be resized to keeps the result within what antialiasing would give).
   */
  readonly shortSidePx?: number;
};

/**
 * Turns an encoded picture into upright pixels: EXIF orientation applied, colour in sRGB, alpha laid onto white,
 * first frame of animations. Throws `not-an-image`, `truncated`, `too-large` or `unsupported`.
 */
export type Decode = (encoded: Uint8Array, wish?: DecodeWish) => Promise<Pixels>;
