import type { Sharp } from 'sharp';
import { internalError } from '../base/error.ts';
import { cmykToRgb } from '../images/cmyk-to-rgb.ts';
import { cut } from '../images/formats/damage.ts';
import { withEndMarker, withFilling } from '../images/formats/jpeg-endings.ts';
import { cutShort, howToRead, mostMegapixels, type Reading, unreadVariant } from '../images/formats/reading.ts';
import { requireFullRange } from '../images/full-range.ts';
import { ontoWhite } from '../images/onto-white.ts';
import type { Decode, DecodeWish, Pixels } from '../images/pixels.ts';
import { decodeError, exceedsPixels } from './decode-error.ts';
import { openPicture } from './open-picture.ts';
import { jpegBox, mostHeld, reducedSize, reducible } from './reduced-size.ts';
import { sharp } from './sharp.ts';

// Every picture is decoded once, so nothing is worth keeping; one thread each, as pictures are decoded side by side.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Decodes JPEG, PNG, WebP, AVIF, GIF and TIFF with sharp (libvips). Where the wish allows it, JPEG and WebP are
 * reduced to the wished side as soon as they are at least twice as large; beyond 40 megapixels every format is
 * reduced to what is wished, or to 40 megapixels. Without reduction the pixels are those that Pillow gives.
 * Throws what howToRead throws, and `truncated`, `too-large` (above 500 megapixels declared) or `unsupported`.
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

/** `strict`: what the decoder would fill up with grey, or only warn of, is an error. */
type Way = Reading & { readonly strict?: true };

/**
 * Where libjpeg warns, the picture is read all the same, if all of its pixels are there: they are, where bytes that are
 * put before its end change none. One that lacks nothing but the marker of its end is given it.
 */
async function decodeJpeg(encoded: Uint8Array, reading: Reading, wish: DecodeWish): Promise<Pixels> {
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
    throw cutShort(cut, thrown);
  }
}

async function decodeAs(encoded: Uint8Array, way: Way, wish: DecodeWish): Promise<Pixels> {
  return (await decodeSmall(encoded, way, wish)) ?? (await decodeAny(encoded, way, wish));
}

/**
 * Most pictures are too small to be reduced whatever their shape: they are decoded at once, which saves a look at their
 * header (a tenth of the time). Null for all others. PNG and TIFF may have 16 bits, and JPEG four inks, which only the header tells.
 */
async function decodeSmall(encoded: Uint8Array, way: Way, wish: DecodeWish): Promise<Pixels | null> {
  if (!reducible.has(way.format) || way.inks) return null;
  const neverReduced = Math.min(mostHeld, (2 * (wish.shortSidePx ?? mostHeld)) ** 2 - 1);
  return pixelsOf(open(encoded, way, neverReduced), ontoWhite, way).catch((thrown: unknown) => {
    if (exceedsPixels(thrown)) return null;
    throw thrown;
  });
}

async function decodeAny(encoded: Uint8Array, way: Way, wish: DecodeWish): Promise<Pixels> {
  const image = open(encoded, way, mostMegapixels * 1e6);
  const { autoOrient, orientation = 1, space, icc } = await image.metadata();
  // From 16 bits with a profile sharp goes to Display P3, and on to sRGB only when asked.
  if (space === 'rgb16' && icc) image.withIccProfile('srgb');
  // Without a profile nobody knows the inks: they are taken as Pillow takes them, not as libvips guesses.
  const inks = space === 'cmyk' && !icc;
  if (inks) image.pipelineColourspace('cmyk').toColourspace('cmyk');
  const toRgb = inks ? cmykToRgb : ontoWhite;
  const reduced = reducedSize(autoOrient, way.format, wish);
  // What is not alpha would be taken for it on the way to another size.
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
