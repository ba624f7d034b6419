import type { Sharp } from 'sharp';
import { internalError } from '../base/error.ts';
import { cmykToRgb } from '../images/cmyk-to-rgb.ts';
import { ontoWhite } from '../images/onto-white.ts';
import type { Decode, DecodeWish, Pixels } from '../images/pixels.ts';
import { decodeError, exceedsPixels, mostMegapixels } from './decode-error.ts';
import { hasFourInks } from './has-four-inks.ts';
import { type PictureFormat, pictureFormat } from './picture-format.ts';
import { jpegBox, mostHeld, reducedSize, reducible } from './reduced-size.ts';
import { sharp } from './sharp.ts';

// Every picture is decoded once, so nothing is worth keeping; one thread each, as pictures are decoded side by side.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Decodes JPEG, PNG, WebP, AVIF, GIF and TIFF with sharp (libvips). Where the wish allows it, JPEG and WebP are
 * reduced to the wished side as soon as they are at least twice as large; beyond 40 megapixels every format is
 * reduced to what is wished, or to 40 megapixels. Without reduction the pixels are those that Pillow gives.
 * Throws `not-an-image`, `truncated`, `too-large` (above 500 megapixels declared) or `unsupported`.
 */
export const decode: Decode = async (encoded, wish = {}) => {
  const format = pictureFormat(encoded);
  try {
    return (await decodeSmall(encoded, format, wish)) ?? (await decodeAny(encoded, format, wish));
  } catch (thrown) {
    throw decodeError(thrown);
  }
};

/**
 * Most pictures are too small to be reduced whatever their shape: they are decoded at once, which saves a look at their
 * header (a tenth of the time). Null for all others. PNG and TIFF may have 16 bits, and JPEG four inks, which only the header tells.
 */
async function decodeSmall(encoded: Uint8Array, format: PictureFormat, wish: DecodeWish): Promise<Pixels | null> {
  if (!reducible.has(format) || (format === 'jpeg' && hasFourInks(encoded))) return null;
  const neverReduced = Math.min(mostHeld, (2 * (wish.shortSidePx ?? mostHeld)) ** 2 - 1);
  return pixelsOf(open(encoded, neverReduced)).catch((thrown: unknown) => {
    if (exceedsPixels(thrown)) return null;
    throw thrown;
  });
}

async function decodeAny(encoded: Uint8Array, format: PictureFormat, wish: DecodeWish): Promise<Pixels> {
  const image = open(encoded, mostMegapixels * 1e6);
  const { autoOrient, orientation = 1, space, icc } = await image.metadata();
  // From 16 bits with a profile sharp goes to Display P3, and on to sRGB only when asked.
  if (space === 'rgb16' && icc) image.withIccProfile('srgb');
  // Without a profile nobody knows the inks: they are taken as Pillow takes them, not as libvips guesses.
  const inks = space === 'cmyk' && !icc;
  if (inks) image.pipelineColourspace('cmyk').toColourspace('cmyk');
  const toRgb = inks ? cmykToRgb : ontoWhite;
  const reduced = reducedSize(autoOrient, format, wish);
  if (!reduced) return pixelsOf(image, toRgb);
  const pixels = await pixelsOf(image.resize({ ...reduced, fit: 'fill' }), toRgb);
  const box = format === 'jpeg' ? jpegBox(autoOrient, reduced, orientation) : { left: 0, top: 0, ...reduced };
  return { ...pixels, reduction: { original: autoOrient, box } };
}

function open(encoded: Uint8Array, limitInputPixels: number): Sharp {
  return sharp(encoded, { autoOrient: true, failOn: 'error', limitInputPixels });
}

/** The pixels of a picture; `toRgb` is what becomes of four channels. */
async function pixelsOf(image: Sharp, toRgb = ontoWhite): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 3) return { width, height, data };
  if (channels === 4) return { width, height, data: toRgb(data) };
  throw internalError(`sharp gave ${channels} channels`);
}
