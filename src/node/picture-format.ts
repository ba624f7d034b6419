import { DiscernError } from '../base/error.ts';

/** The formats that are decoded. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

type Looks = (head: string) => boolean;

const readable: { readonly [Format in PictureFormat]: Looks } = {
  jpeg: startsWith('\xff\xd8\xff'),
  png: startsWith('\x89PNG\r\n\x1a\n'),
  gif: startsWith('GIF87a', 'GIF89a'),
  webp: (head) => head.startsWith('RIFF') && head.startsWith('WEBP', 8),
  tiff: startsWith('II*\0', 'MM\0*', 'II+\0', 'MM\0+'),
  avif: (head) => isMedia(head) && /avi[fs]/.test(mediaBrands(head)),
};

/** What people mistake for a picture that we read, with the reason why we do not. */
const unreadable: Readonly<Record<string, { readonly looks: Looks; readonly reason: string }>> = {
  SVG: {
    looks: (head) => /^(\xef\xbb\xbf)?\s*<(\?xml|!--|!doctype svg|svg)/i.test(head) && /<svg[\s:>]/.test(head),
    reason: 'a drawing has no pixels',
  },
  PDF: { looks: startsWith('%PDF'), reason: 'a document has no pixels' },
  PostScript: { looks: startsWith('%!PS'), reason: 'a document has no pixels' },
  HEIC: {
    looks: (head) => isMedia(head) && /hei[cxms]|hev[cx]|mif1/.test(mediaBrands(head)),
    reason: 'its codec is under patents',
  },
  video: { looks: isMedia, reason: 'a video is not one picture' },
  'JPEG XL': { looks: startsWith('\xff\x0a', '\0\0\0\x0cJXL '), reason: 'libvips comes without its codec' },
  'JPEG 2000': { looks: startsWith('\0\0\0\x0cjP  ', '\xff\x4f\xff\x51'), reason: 'libvips comes without its codec' },
  BMP: {
    looks: (head) => head.startsWith('BM') && head.startsWith('\0\0\0\0', 6),
    reason: 'libvips comes without its codec',
  },
  Photoshop: { looks: startsWith('8BPS'), reason: 'its layers are not one picture' },
  icon: { looks: startsWith('\0\0\x01\0'), reason: 'it holds several pictures' },
};

/**
 * The format that the first bytes speak of; nothing else of the file is looked at, least of all its name. Throws
 * `not-an-image`, or `unsupported` with the reason for formats that are known and not read.
 */
export function pictureFormat(encoded: Uint8Array): PictureFormat {
  const head = Buffer.from(encoded.buffer, encoded.byteOffset, Math.min(encoded.length, 4096)).toString('latin1');
  const format = formats.find((name) => readable[name](head));
  if (format) return format;
  throw refusal(head);
}

const formats = Object.keys(readable) as PictureFormat[];
const expected = 'JPEG, PNG, WebP, AVIF, GIF or TIFF';

function refusal(head: string): DiscernError {
  if (head === '') return notAnImage('the file is empty', 'no bytes');
  const known = Object.entries(unreadable).find(([, { looks }]) => looks(head));
  if (!known) return notAnImage('this is no picture', 'bytes that begin like no known format');
  const [name, { reason }] = known;
  return new DiscernError('unsupported', `${name} is not read: ${reason}`, {
    given: name,
    expected,
    todo: 'convert it to PNG or JPEG',
  });
}

function notAnImage(message: string, given: string): DiscernError {
  return new DiscernError('not-an-image', message, { given, expected, todo: 'leave the file out, or replace it' });
}

function startsWith(...signatures: readonly string[]): Looks {
  return (head) => signatures.some((signature) => head.startsWith(signature));
}

/** Whether it is an ISO media file: HEIF, AVIF, MP4. */
function isMedia(head: string): boolean {
  return head.startsWith('ftyp', 4);
}

/** Major and compatible brands: bytes 8.. of the first box, whose length is its first four bytes. */
function mediaBrands(head: string): string {
  return head.slice(8, (head.charCodeAt(2) << 8) + head.charCodeAt(3));
}
