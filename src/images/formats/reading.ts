import { DiscernError } from '../../base/error.ts';
import { endsEarly } from './damage.ts';
import { headOf, mediaBrands } from './file-head.ts';
import { rawReason, rawTodo } from './foreign-formats.ts';
import { jpegFrame, unreadFrame } from './jpeg-frame.ts';
import { type PictureFormat, pictureFormat } from './picture-format.ts';
import { pngDamage, pngSize } from './png-damage.ts';
import { lastByte, tags, tiffPages } from './tiff-directories.ts';
import { isRaw, tiffPage } from './tiff-page.ts';
import { tiffVariant } from './tiff-variant.ts';

/**
 * Version of the rules for which files are read, and which of their pictures. Raise it where some files are refused or
 * read differently: caches then drop what they hold of them. A change to the pixels of ordinary pictures raises
 * PIXELS_VERSION instead, which makes older bundles incompatible with newer embeddings.
 */
export const READING_VERSION = 2;

/** How to decode a picture so that its pixels have the meaning that the file states. */
export type Reading = {
  readonly format: PictureFormat;
  /** For a TIFF: the page number, and the sub-directory of that page (`inner`) where the picture is in one. */
  readonly page?: number;
  readonly inner?: number;
  /** The last band is neither alpha nor visible. */
  readonly extraBand?: true;
  /** The file has 16 bits per sample. */
  readonly deep?: true;
  /** The four channels are CMYK inks. */
  readonly inks?: true;
  /** An AVIF with several pictures: a decoder gives the first only when this is set. */
  readonly sequence?: true;
};

/**
 * Determines from a file's headers how to decode it, without decoding. Throws what pictureFormat throws, `unsupported`
 * with the name of the unsupported feature, `truncated` for damaged PNG and TIFF files, and `too-large`.
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

/** Apple's own PNG variant has a chunk before the header. Byte 24 of a PNG is its bits per sample. */
function pngReading(encoded: Uint8Array): Reading {
  if (headOf(encoded, 16).startsWith('CgBI', 12)) throw unreadVariant('PNG', "Apple's own compression (CgBI)");
  const size = pngSize(encoded);
  if (size === null) throw cutShort(pngDamage(encoded) ?? endsEarly);
  if (size.width * size.height > maxMegapixels * 1e6) throw tooManyPixels();
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
  // A decoder would read missing tiles as black.
  if (directory.has(tags.tileOffsets) && lastByte(directory) > encoded.length) throw cutShort(endsEarly);
  return {
    format: 'tiff',
    page,
    ...(inner !== null && { inner }),
    ...(variant.extra && { extraBand: true }),
    ...(directory.get(tags.bitsPerSample)?.[0] === 16 && { deep: true }),
  };
}

/** The error of a file in a supported format with an unsupported feature: `unsupported`, naming the feature. */
export function unreadVariant(format: string, what: string): DiscernError {
  return new DiscernError('unsupported', `this variant of ${format} is not read: ${what}`, {
    given: `a ${format} with ${what}`,
    expected: 'grey, RGB or CMYK with 8 bits per sample, grey or RGB with 16',
    todo: 'save it again as PNG or JPEG with 8 bits per sample',
  });
}

/** Larger pictures are refused before decoding. */
export const maxMegapixels = 500;

/** The error of a picture with more pixels than that: `too-large`. */
export function tooManyPixels(cause?: unknown): DiscernError {
  return tooLarge(`the picture has more than ${maxMegapixels} megapixels`, cause);
}

/** The error of a picture that is too large: `too-large`. */
export function tooLarge(message: string, cause?: unknown): DiscernError {
  const parts = { given: 'its size', expected: `at most ${maxMegapixels} megapixels`, todo: 'reduce the picture' };
  return new DiscernError('too-large', message, parts, cause);
}

/** The error of a file that is damaged or ends too early: `truncated`. */
export function cutShort(reason: string, cause?: unknown): DiscernError {
  return new DiscernError(
    'truncated',
    `the picture is damaged or cut short: ${reason}`,
    {
      given: 'a picture file that is incomplete',
      expected: 'a whole picture',
      todo: 'get the file again, or leave it out',
    },
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
