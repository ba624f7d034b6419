import type { PictureFormat } from '../../images/formats/picture-format.ts';
import type { DecodeOptions, DecoderReduction, Size } from '../../images/pixels.ts';

/** The decoder never holds more pixels than this: libvips reduces larger pictures while it decodes. */
export const mostHeld = 40_000_000;

/** Formats whose decoders reduce a picture for less than full decoding costs. */
export const reducible: ReadonlySet<PictureFormat> = new Set<PictureFormat>(['jpeg', 'webp']);

/**
 * The size to which an upright picture is reduced while it is decoded; null: it is not reduced. Above 40 megapixels it
 * always is; otherwise where the format makes it cheap and the shorter side is at least twice as long as wished.
 */
export function reducedSize(
  size: Size,
  format: PictureFormat,
  { shortSidePx = Number.POSITIVE_INFINITY }: DecodeOptions,
): Size | null {
  const short = Math.min(size.width, size.height);
  const tooMany = (size.width * size.height) / mostHeld;
  if (tooMany > 1) return scaled(size, Math.min(shortSidePx / short, 1 / Math.sqrt(tooMany)));
  if (!reducible.has(format) || short < 2 * shortSidePx) return null;
  return scaled(size, format === 'jpeg' ? jpegScale(short, shortSidePx) : shortSidePx / short);
}

/**
 * The largest scale at which sharp still lets libjpeg reduce as much as it would for the wished size. More pixels are
 * left then, and less is resampled twice. At 2 to 3 times the wished side libjpeg reduces nothing.
 */
function jpegScale(short: number, shortSidePx: number): number {
  const most = [9, 5, 3].find((times) => short >= times * shortSidePx);
  return most === undefined ? shortSidePx / short : 1 / most;
}

/**
 * The place of a picture in its reduced JPEG. Blocks of 2, 4 or 8 pixels become one. libvips drops the rest of a block
 * at the right and lower edge as stored, which EXIF may have turned to the left or the top.
 */
export function jpegBox(original: Size, reduced: Size, orientation: number): DecoderReduction['box'] {
  const block = blockSide(original, reduced);
  const filled = (whole: number, side: number) => (side * whole) / (block * Math.floor(whole / block));
  const width = filled(original.width, reduced.width);
  const height = filled(original.height, reduced.height);
  return {
    left: [2, 3, 6, 7].includes(orientation) ? reduced.width - width : 0,
    top: [3, 4, 7, 8].includes(orientation) ? reduced.height - height : 0,
    width,
    height,
  };
}

/**
 * The block side by which sharp lets libjpeg reduce on the way to that size (its pipeline.cc takes the next smaller one
 * where it just fits).
 */
function blockSide(original: Size, reduced: Size): number {
  const shrink = Math.min(original.width / reduced.width, original.height / reduced.height);
  const side = [8, 4, 2].find((each) => shrink >= each) ?? 1;
  return side > 1 && Math.trunc(shrink) === side ? side / 2 : side;
}

function scaled({ width, height }: Size, scale: number): Size {
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(width), height: side(height) };
}
