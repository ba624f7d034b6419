/** A decoded picture: sRGB, 8 bits, interleaved RGB rows without padding: `data` is [height, width, 3]. */
export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8Array };

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
