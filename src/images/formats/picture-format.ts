import { DiscernError } from '../../base/error.ts';
import { type FormatTest, headOf, isMedia, mediaBrands, startsWith } from './file-head.ts';
import { foreignFormats } from './foreign-formats.ts';
import { standIns } from './stand-ins.ts';

/** The formats that can be decoded. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

const readable: { readonly [Format in PictureFormat]: FormatTest } = {
  jpeg: startsWith('\xff\xd8\xff'),
  png: startsWith('\x89PNG\r\n\x1a\n'),
  gif: startsWith('GIF87a', 'GIF89a'),
  webp: (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8),
  tiff: (head) => /^(II\*\0|MM\0\*)(?!.{4}(CR|IIII|MMMM))|^(II\+\0|MM\0\+)/s.test(head),
  avif: (head) => isMedia(head) && /avi[fs]/.test(mediaBrands(head)),
};

/** Enough bytes for every signature of these formats. */
const signatureLength = 256;

/**
 * The format of a file, recognised by its first bytes alone, never by its name. Throws `not-an-image` for other files,
 * and `unsupported`, with the reason, for formats that are recognised but not read.
 */
export function pictureFormat(encoded: Uint8Array): PictureFormat {
  const head = headOf(encoded, signatureLength);
  const format = formats.find((name) => readable[name](head, encoded));
  if (format) return format;
  throw refusal(headOf(encoded), encoded);
}

const formats = Object.keys(readable) as PictureFormat[];
const expected = 'JPEG, PNG, WebP, AVIF, GIF or TIFF';

function refusal(head: string, encoded: Uint8Array): DiscernError {
  if (head === '') return notAnImage('the file is empty', 'no bytes');
  const [name, foreign] = Object.entries(foreignFormats).find(([, { looks }]) => looks(head, encoded)) ?? [];
  if (name !== undefined && foreign !== undefined) {
    const { reason, todo = 'convert it to PNG or JPEG' } = foreign;
    return new DiscernError('unsupported', `${name} is not read: ${reason}`, { given: name, expected, todo });
  }
  const [what, standIn] = Object.entries(standIns).find(([, { looks }]) => looks(head, encoded)) ?? [];
  if (what !== undefined) return notAnImage(`this is ${what}, not a picture`, what, standIn?.todo);
  if (encoded.every((byte) => byte === 0)) return notAnImage('the file holds zeros alone', `${encoded.length} zeros`);
  return notAnImage('this is no picture', 'bytes that begin like no known format');
}

function notAnImage(message: string, given: string, todo = 'leave the file out, or replace it'): DiscernError {
  return new DiscernError('not-an-image', message, { given, expected, todo });
}
