/** How pixels become a network's input, as data: what a card records and a fingerprint covers. */
export type Preprocessing = {
  /** Height and width of the network's input, in pixels. */
  readonly sizePx: number;
  /** How the picture is brought to that square: shorter side resized to `resizePx`, then cut from the centre. */
  readonly resizePx: number;
  /** `'crop'`: as above; `'squash'`: the whole picture resized to the square, `resizePx` unused. */
  readonly fit: 'crop' | 'squash';
  readonly interpolation: 'bicubic' | 'bilinear' | 'lanczos' | 'nearest';
  /** Per channel (R, G, B), subtracted, in units of 0..255. */
  readonly mean: readonly [number, number, number];
  /** Per channel (R, G, B), divided by afterwards, in units of 0..255. */
  readonly std: readonly [number, number, number];
  readonly channels: 'rgb' | 'bgr';
  readonly layout: 'nchw' | 'nhwc';
};
