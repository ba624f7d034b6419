import { DiscernError } from '../base/error.ts';
import { ontoWhite } from './onto-white.ts';
import type { Pixels, Size } from './pixels.ts';

/** A decoded picture as others give it: rows without padding, one, three or four numbers of 8 bits a pixel. */
export type RawPicture = Size & {
  /** Grey, RGB or RGBA with straight alpha: [height, width, 1, 3 or 4]. */
  readonly data: Uint8Array | Uint8ClampedArray;
};

/**
 * Pixels of a picture that is decoded already, such as a canvas' `ImageData` or the raw output of sharp: upright, sRGB.
 * Alpha is laid onto white, grey becomes colour. Throws `bad-data` where size and length do not fit each other.
 */
export function pixelsFrom({ width, height, data }: RawPicture): Pixels {
  const channels = data.length / (width * height);
  if (!isSize({ width, height }) || ![1, 3, 4].includes(channels)) throw unfit({ width, height, data });
  if (channels === 3) return { width, height, data: Uint8Array.from(data) };
  if (channels === 4) return { width, height, data: ontoWhite(Uint8Array.from(data)) };
  const colours = new Uint8Array(3 * data.length);
  for (let i = 0; i < data.length; i++) colours.fill(data[i], 3 * i, 3 * i + 3);
  return { width, height, data: colours };
}

/** The same pixels, where data and size fit each other. Throws `bad-data`. */
export function requirePixels(pixels: Pixels): Pixels {
  const { width, height, data } = pixels;
  if (!isSize(pixels) || !(data instanceof Uint8Array) || data.length !== 3 * width * height) throw unfit(pixels);
  return pixels;
}

function isSize({ width, height }: Size): boolean {
  return Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0;
}

function unfit({ width, height, data }: RawPicture): DiscernError {
  return new DiscernError('bad-data', 'the pixels do not fit the size of the picture', {
    given: `${data?.length} numbers for ${width} x ${height} pixels`,
    expected: 'three for each pixel: RGB, 8 bits, rows without padding',
    todo: 'give pixelsFrom({ width, height, data }) grey, RGB or RGBA numbers, and embed what it gives',
  });
}
