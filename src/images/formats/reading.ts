import { DiscernError } from '../../base/error.ts';
import { cut } from './damage.ts';
import { headOf, mediaBrands } from './file-head.ts';
import { rawReason, rawTodo } from './foreign-formats.ts';
import { jpegFrame, unreadFrame } from './jpeg-frame.ts';
import { type PictureFormat, pictureFormat } from './picture-format.ts';
import { pngDamage, pngSize } from './png-damage.ts';
import { lastByte, tags, tiffPages } from './tiff-directories.ts';
import { isRaw, tiffPage } from './tiff-page.ts';
import { tiffVariant } from './tiff-variant.ts';

/**
 * Version of which files are read, and as which of their pictures: raised where a few files are refused or read
 * otherwise, so that caches forget what was made of them. What changes the pixels of usual pictures raises
 * PIXELS_VERSION instead, which parts bundles from all that is embedded later.
 */
export const READING_VERSION = 2;

/** How a picture is to be read, so that its pixels are those that the file means. */
export type Reading = {
  readonly format: PictureFormat;
  /** Of a TIFF: the page, and the sub-directory of it where the picture lies in one. */
  readonly page?: number;
  readonly inner?: number;
  /** The last band is not alpha, nor anything that is seen. */
  readonly extraBand?: true;
  /** 16 bits a sample. */
  readonly deep?: true;
  /** Four channels are inks. */
  readonly inks?: true;
  /** An AVIF of several pictures: a decoder that asks for one is to be told that it is one. */
  readonly sequence?: true;
};

/**
 * Finds out by a file's headers how it is read; no pixel is decoded. Throws what pictureFormat throws, `unsupported`
 * with the name of what is not read, and `truncated` where a TIFF ends before its first directory.
 */
export function howToRead(encoded: Uint8Array): Reading {
  const format = pictureFormat(encoded);
  if (format === 'jpeg') return jpegReading(encoded);
  if (format === 'png') return pngReading(encoded);
  if (format === 'tiff') return tiffReading(encoded);
  if (format === 'avif' && mediaBrands(headOf(encoded, 12)).startsWith('avis')) return { format, sequence: true };
  return { format };
}

function jpegReading(encoded: Uint8Array): Reading {
  const frame = jpegFrame(encoded);
  const unread = frame && unreadFrame(frame);
  if (unread) throw unreadVariant('JPEG', unread);
  return { format: 'jpeg', ...(frame?.components === 4 && { inks: true }) };
}

/** Apple's own PNG has a chunk before its header; bits a sample are byte 24. */
function pngReading(encoded: Uint8Array): Reading {
  if (headOf(encoded, 16).startsWith('CgBI', 12)) throw unreadVariant('PNG', "Apple's own compression (CgBI)");
  const size = pngSize(encoded);
  if (size === null) throw cutShort(pngDamage(encoded) ?? cut);
  if (size.width * size.height > mostMegapixels * 1e6) throw tooManyPixels();
  return { format: 'png', ...(encoded[24] === 16 && { deep: true }) };
}

function tiffReading(encoded: Uint8Array): Reading {
  const pages = tiffPages(encoded);
  if (isRaw(pages)) throw rawFile();
  const chosen = tiffPage(pages);
  if (chosen === null) throw cutShort('it ends before its first directory');
  const { directory, page, inner } = chosen;
  const variant = tiffVariant(directory);
  if (variant.unread !== null) throw unreadVariant('TIFF', variant.unread);
  // Tiles that are missing would be read as black ones.
  if (directory.has(tags.tileOffsets) && lastByte(directory) > encoded.length) throw cutShort(cut);
  return {
    format: 'tiff',
    page,
    ...(inner !== null && { inner }),
    ...(variant.extra && { extraBand: true }),
    ...(directory.get(tags.bitsPerSample)?.[0] === 16 && { deep: true }),
  };
}

/** A file of a format that is read, with something in it that is not: `unsupported`, naming it. */
export function unreadVariant(format: string, what: string): DiscernError {
  return new DiscernError('unsupported', `this variant of ${format} is not read: ${what}`, {
    given: `a ${format} with ${what}`,
    expected: 'grey, RGB or CMYK with 8 bits a sample, grey or RGB with 16',
    todo: 'save it again as PNG or JPEG with 8 bits a sample',
  });
}

/** More pixels than this are refused before decoding. */
export const mostMegapixels = 500;

/** A picture of more than that: `too-large`. */
export function tooManyPixels(cause?: unknown): DiscernError {
  return tooLarge(`the picture has more than ${mostMegapixels} megapixels`, cause);
}

/** A picture that does not fit: `too-large`. */
export function tooLarge(message: string, cause?: unknown): DiscernError {
  const parts = { given: 'its size', expected: `at most ${mostMegapixels} megapixels`, todo: 'reduce the picture' };
  return new DiscernError('too-large', message, parts, cause);
}

/** A file that does not hold what its beginning promises: `truncated`. */
export function cutShort(reason: string, cause?: unknown): DiscernError {
  return new DiscernError(
    'truncated',
    `the picture is damaged or cut short: ${reason}`,
    { given: 'a picture that breaks off', expected: 'a whole picture', todo: 'get the file again, or leave it out' },
    cause,
  );
}

function rawFile(): DiscernError {
  return new DiscernError('unsupported', `a raw file (DNG, NEF, ARW or the like) is not read: ${rawReason}`, {
    given: 'a raw file',
    expected: 'a developed picture',
    todo: rawTodo,
  });
}
