import type { Sharp } from 'sharp';
import { internalError } from '../base/error.ts';
import { cmykToRgb } from '../images/cmyk-to-rgb.ts';
import { endsEarly } from '../images/formats/damage.ts';
import { withEndMarker, withFilling } from '../images/formats/jpeg-endings.ts';
import { cutShort, howToRead, maxMegapixels, type Reading, unreadVariant } from '../images/formats/reading.ts';
import { requireFullRange } from '../images/full-range.ts';
import { ontoWhite } from '../images/onto-white.ts';
import type { Decode, DecodeOptions, Pixels } from '../images/pixels.ts';
import { decodeError, exceedsPixels } from './pictures/decode-error.ts';
import { openPicture } from './pictures/open-picture.ts';
import { jpegBox, mostHeld, reducedSize, reducible } from './pictures/reduced-size.ts';
import { sharp } from './pictures/sharp.ts';

// Every picture is decoded once, so a cache would not help. Each gets one thread, because several are decoded at once.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Decodes JPEG, PNG, WebP, AVIF, GIF and TIFF with sharp (libvips). Where the wish allows it, JPEG and WebP are reduced
 * to the wished side if they are at least twice as large. Above 40 megapixels every format is reduced to what is
 * wished, or to 40 megapixels. Without reduction the pixels are those that Pillow gives. Throws what howToRead throws,
 * and `truncated`, `too-large` (above 500 megapixels declared) or `unsupported`.
 *
 * @example
 * import { readFile } from 'node:fs/promises';
 *
 * const { width, height, data } = await decode(await readFile('pictures/train/apple/emojione.png'));
 * data.length === height * width * 3; // => true
 */
export const decode: Decode = async (encoded, wish = {}) => {
  const reading = howToRead(encoded);
  try {
    return reading.format === 'jpeg'
      ? await decodeJpeg(encoded, reading, wish)
      : await decodeAs(encoded, reading, wish);
  } catch (thrown) {
    throw decodeError(thrown, encoded, reading.format);
  }
};

/** `strict`: missing parts, which the decoder would fill with grey or only warn of, are an error. */
type Way = Reading & { readonly strict?: true };

/**
 * Decodes a JPEG. Where libjpeg warns, the picture is accepted if all of its pixels are there. They are there if other
 * bytes before its end marker change none of them. A picture that lacks only its end marker is given one.
 */
async function decodeJpeg(encoded: Uint8Array, reading: Reading, wish: DecodeOptions): Promise<Pixels> {
  try {
    return await decodeAs(encoded, { ...reading, strict: true }, wish);
  } catch (thrown) {
    const ended = withEndMarker(encoded);
    if (ended) return decodeAs(ended, { ...reading, strict: true }, wish);
    const filled = withFilling(encoded);
    if (!filled) throw thrown;
    const pixels = await decodeAs(encoded, reading, wish);
    const { data } = await decodeAs(filled, reading, wish);
    if (pixels.data.every((value, i) => value === data[i])) return pixels;
    throw cutShort(endsEarly, thrown);
  }
}

async function decodeAs(encoded: Uint8Array, way: Way, wish: DecodeOptions): Promise<Pixels> {
  return (await decodeSmall(encoded, way, wish)) ?? (await decodeAny(encoded, way, wish));
}

/**
 * Decodes a small picture, without reading its header first (a tenth of the time). Null for all that may need to be
 * reduced, and for pictures that may have 16 bits (PNG, TIFF) or four inks (JPEG), which only the header shows.
 */
async function decodeSmall(encoded: Uint8Array, way: Way, wish: DecodeOptions): Promise<Pixels | null> {
  if (!reducible.has(way.format) || way.inks) return null;
  const neverReduced = Math.min(mostHeld, (2 * (wish.shortSidePx ?? mostHeld)) ** 2 - 1);
  return pixelsOf(open(encoded, way, neverReduced), ontoWhite, way).catch((thrown: unknown) => {
    if (exceedsPixels(thrown)) return null;
    throw thrown;
  });
}

async function decodeAny(encoded: Uint8Array, way: Way, wish: DecodeOptions): Promise<Pixels> {
  const image = open(encoded, way, maxMegapixels * 1e6);
  const { autoOrient, orientation = 1, space, icc } = await image.metadata();
  // From 16 bits with a profile sharp converts to Display P3, and to sRGB only on request.
  if (space === 'rgb16' && icc) image.withIccProfile('srgb');
  // Without a profile the inks are unknown: read them as Pillow does, not as libvips guesses.
  const inks = space === 'cmyk' && !icc;
  if (inks) image.pipelineColourspace('cmyk').toColourspace('cmyk');
  const toRgb = inks ? cmykToRgb : ontoWhite;
  const reduced = reducedSize(autoOrient, way.format, wish);
  // Else sharp would treat a channel that is not alpha as alpha while it resizes.
  if (way.extraBand && reduced) throw unreadVariant('TIFF', 'a band that is not stated, and over 40 megapixels');
  if (way.extraBand) image.removeAlpha();
  if (!reduced) return pixelsOf(image, toRgb, way);
  const pixels = await pixelsOf(image.resize({ ...reduced, fit: 'fill' }), toRgb, way);
  const box = way.format === 'jpeg' ? jpegBox(autoOrient, reduced, orientation) : { left: 0, top: 0, ...reduced };
  return { ...pixels, reduction: { original: autoOrient, box } };
}

function open(encoded: Uint8Array, way: Way, limitInputPixels: number): Sharp {
  return openPicture(encoded, way, { failOn: way.strict ? 'warning' : 'error', limitInputPixels });
}

/** The pixels of a picture; `toRgb` is what becomes of four channels. */
async function pixelsOf(image: Sharp, toRgb: (data: Uint8Array) => Uint8Array, { format, deep }: Way): Promise<Pixels> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (deep) requireFullRange(data, channels, format.toUpperCase());
  if (channels === 3) return { width, height, data };
  if (channels === 4) return { width, height, data: toRgb(data) };
  throw internalError(`sharp gave ${channels} channels`);
}
