import { DiscernError } from '../base/error.ts';
import { ontoWhite } from './onto-white.ts';
import type { Pixels, Size } from './pixels.ts';

/**
 * A picture decoded by other software: rows without padding, 8 bits per number, one, three or four numbers per pixel.
 */
export type RawPicture = Size & {
  /** Grey, RGB or RGBA with straight alpha: [height, width, 1, 3 or 4]. */
  readonly data: Uint8Array | Uint8ClampedArray;
};

/**
 * Pixels from an already decoded picture (upright, sRGB), such as a canvas' `ImageData` or the raw output of sharp.
 * Alpha is composed over white, grey becomes RGB. Throws `bad-data` where data and size do not fit.
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

/** Returns the same pixels, after checking that data and size fit. Throws `bad-data` where they do not. */
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
    expected: 'three numbers per pixel: RGB, 8 bits, rows without padding',
    todo: 'call pixelsFrom({ width, height, data }) with grey, RGB or RGBA numbers, and embed its result',
  });
}
