/**
 * A decoded picture in sRGB with 8 bits per value: interleaved RGB rows without padding, `data` is [height, width, 3].
 */
export type Pixels = Size & {
  readonly data: Uint8Array;
  /** Present where the decoder reduced the picture. */
  readonly reduction?: DecoderReduction | undefined;
};

/** Width and height in pixels. */
export type Size = { readonly width: number; readonly height: number };

/** How a decoder reduced a picture. */
export type DecoderReduction = {
  /** The size before the reduction. Resizing and cropping are computed from it. */
  readonly original: Size;
  /**
   * Where the whole original lies among the reduced pixels, in fractions of them. It may reach beyond the pixels:
   * decoders drop an incomplete block at an edge.
   */
  readonly box: Size & { readonly left: number; readonly top: number };
};

/** What the receiver of a picture needs, so that a decoder can do less work. */
export type DecodeOptions = {
  /**
   * The decoder may reduce the picture as long as its shorter side keeps at least this many pixels. With twice the side
   * that it will be resized to, results stay within the precision of antialiasing.
   */
  readonly shortSidePx?: number;
};

/**
 * Decodes a picture to upright pixels: EXIF orientation applied, sRGB, alpha composed over white, the first frame of
 * animations. Throws `not-an-image`, `truncated`, `too-large` or `unsupported`.
 */
export type Decode = (encoded: Uint8Array, wish?: DecodeOptions) => Promise<Pixels>;
