/** How pixels become a network's input, as data: part of a card, and covered by the fingerprint. */
export type Preprocessing = {
  /** Height and width of the network's input, in pixels. */
  readonly sizePx: number;
  /** The shorter side is resized to this many pixels before the central square is cropped. */
  readonly resizePx: number;
  /**
   * `'crop'`: resize, then crop as above. `'squash'`: resize the whole picture to the square; `resizePx` is not used.
   */
  readonly fit: 'crop' | 'squash';
  readonly interpolation: 'bicubic' | 'bilinear' | 'lanczos' | 'nearest';
  /** Subtracted from each channel (R, G, B), in units of 0..255. */
  readonly mean: readonly [number, number, number];
  /** Each channel (R, G, B) is divided by this after the subtraction, in units of 0..255. */
  readonly std: readonly [number, number, number];
  readonly channels: 'rgb' | 'bgr';
  readonly layout: 'nchw' | 'nhwc';
};
