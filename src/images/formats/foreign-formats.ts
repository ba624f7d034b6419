import { type FormatTest, isMedia, mediaBrands, startsWith } from './file-head.ts';

/** A format that is recognised but not read. */
export type ForeignFormat = {
  readonly looks: FormatTest;
  /** Why it is not read. */
  readonly reason: string;
  /** What to do, where the answer is not to convert the file. */
  readonly todo?: string;
};

/** The reason why a camera's raw file is not read. */
export const rawReason = 'it holds what the sensor saw, not a picture';
/** What to do with a raw file. */
export const rawTodo = 'export it as JPEG or PNG with a program that develops raw files';

const noCodec = 'our build of libvips lacks its codec';
const noPixels = 'a drawing has no pixels';
const document = 'a document has no pixels';
const layers = 'it holds layers, not one picture';
const several = 'it holds several pictures';
const video = { reason: 'a video is not one picture', todo: 'save the frames that you need as PNG or JPEG' };
const range = 'the brightness range of its numbers is not known';
const texture = 'it is made for graphics cards';

function codecless(looks: FormatTest): ForeignFormat {
  return { looks, reason: noCodec };
}

function raw(...signatures: readonly string[]): ForeignFormat {
  return { looks: startsWith(...signatures), reason: rawReason, todo: rawTodo };
}

/** The formats that are recognised but not read, by their name in messages. The first that fits counts. */
export const foreignFormats: Readonly<Record<string, ForeignFormat>> = {
  SVG: {
    looks: (head) => /^(\xef\xbb\xbf)?\s*<(\?xml|!--|!doctype svg|svg)/i.test(head) && /<svg[\s:>]/.test(head),
    reason: noPixels,
  },
  PDF: { looks: startsWith('%PDF'), reason: document },
  PostScript: { looks: startsWith('%!PS', '\xc5\xd0\xd3\xc6'), reason: document },
  DjVu: { looks: startsWith('AT&TFORM'), reason: document },
  'a Windows metafile': { looks: isWindowsMetafile, reason: noPixels },
  'a raw file (CR3)': {
    looks: (head) => isMedia(head) && /^crx /.test(mediaBrands(head)),
    reason: rawReason,
    todo: rawTodo,
  },
  'a raw file (CR2)': { looks: (head) => isTiff(head) && head.startsWith('CR', 8), reason: rawReason, todo: rawTodo },
  'a raw file (IIQ)': {
    looks: (head) => isTiff(head) && /^(IIII|MMMM)/.test(head.slice(8)),
    reason: rawReason,
    todo: rawTodo,
  },
  'a raw file (ORF)': raw('IIRO', 'IIRS', 'MMOR'),
  'a raw file (RW2)': raw('IIU\0'),
  'a raw file (RAF)': raw('FUJIFILMCCD-RAW'),
  'a raw file (X3F)': raw('FOVb'),
  'a raw file (CRW)': raw('II\x1a\0\0\0HEAPCCDR'),
  'a raw file (MRW)': raw('\0MRM'),
  HEIC: {
    looks: (head) => isMedia(head) && /hei[cxms]|hev[cxms]|mif1|msf1/.test(mediaBrands(head)),
    reason: 'its codec is patented',
  },
  'JPEG 2000': codecless(startsWith('\0\0\0\x0cjP  ', '\xff\x4f\xff\x51')),
  'JPEG XL': codecless(startsWith('\xff\x0a', '\0\0\0\x0cJXL ')),
  'JPEG XR': codecless(startsWith('II\xbc\x01')),
  'JPEG in Base64': {
    looks: startsWith('/9j/4', 'data:image/jp'),
    reason: 'it is text',
    todo: 'decode it first: base64 -d',
  },
  'PNG in Base64': {
    looks: startsWith('iVBORw0KGgo', 'data:image/png'),
    reason: 'it is text',
    todo: 'decode it first: base64 -d',
  },
  BMP: codecless(isBitmap),
  QOI: codecless(startsWith('qoif')),
  'PPM (PNM)': codecless((head) => /^P[1-7][\s#]/.test(head) && /^P[1-7](\s|#[^\n]*\n)+(\d|WIDTH|HEIGHT)/.test(head)),
  PFM: { looks: (head) => /^P[Ff]\s+\d+\s+\d+\s/.test(head), reason: range },
  TGA: codecless(isTarga),
  PCX: codecless((_, [mark, version, encoding, bits]) => mark === 10 && version < 6 && encoding === 1 && bits <= 8),
  SGI: codecless(
    (head, [, , packed, bytes]) => head.startsWith('\x01\xda') && packed < 2 && (bytes === 1 || bytes === 2),
  ),
  'Sun raster': codecless(startsWith('\x59\xa6\x6a\x95')),
  XBM: codecless((head) => /^\s*(\/\*[^*]*\*\/\s*)?#define \S+_width /.test(head)),
  XPM: codecless(startsWith('/* XPM */')),
  BPG: codecless(startsWith('BPG\xfb')),
  FLIF: codecless(startsWith('FLIF')),
  MNG: codecless(startsWith('\x8aMNG\r\n\x1a\n')),
  JNG: codecless(startsWith('\x8bJNG\r\n\x1a\n')),
  EXR: { looks: startsWith('\x76\x2f\x31\x01'), reason: range },
  'Radiance HDR': { looks: startsWith('#?RADIANCE', '#?RGBE'), reason: range },
  DICOM: { looks: (head) => head.startsWith('DICM', 128), reason: range },
  FITS: { looks: startsWith('SIMPLE  ='), reason: range },
  'an array of NumPy': { looks: startsWith('\x93NUMPY'), reason: range },
  HDF5: { looks: startsWith('\x89HDF\r\n\x1a\n'), reason: range },
  DDS: { looks: startsWith('DDS '), reason: texture },
  KTX: { looks: startsWith('\xabKTX '), reason: texture },
  Photoshop: { looks: startsWith('8BPS'), reason: layers },
  GIMP: { looks: startsWith('gimp xcf'), reason: layers },
  icon: { looks: startsWith('\0\0\x01\0', '\0\0\x02\0', 'icns'), reason: several },
  'animated cursor': { looks: (head) => head.startsWith('RIFF') && head.startsWith('ACON', 8), reason: several },
  video: { looks: isVideo, ...video },
};

function isTiff(head: string): boolean {
  return /^(II\*\0|MM\0\*)/.test(head);
}

/** Two bytes, little-endian. */
function word(head: string, at: number): number {
  return head.charCodeAt(at) + (head.charCodeAt(at + 1) << 8);
}

/**
 * Also recognises bitmaps without the file header, as some programs write them (DIB): 40 bytes of header, one plane, a
 * known number of bits per pixel.
 */
function isBitmap(head: string): boolean {
  if (head.startsWith('BM') && head.startsWith('\0\0\0\0', 6)) return true;
  return /^[\x28\x6c\x7c]\0\0\0/.test(head) && word(head, 12) === 1 && [1, 4, 8, 16, 24, 32].includes(word(head, 14));
}

function isWindowsMetafile(head: string): boolean {
  return head.startsWith('\xd7\xcd\xc6\x9a') || (head.startsWith('\x01\0\0\0') && head.startsWith(' EMF', 40));
}

/** Newer TGA files end with a signature. In older ones every field of the header must have a possible value. */
function isTarga(head: string, encoded: Uint8Array): boolean {
  const end = String.fromCharCode(...encoded.subarray(-18));
  if (end.startsWith('TRUEVISION-XFILE')) return true;
  const [mapped, kind, bits, descriptor] = [1, 2, 16, 17].map((at) => head.charCodeAt(at));
  const isMapped = kind === 1 || kind === 9;
  const bitsOfKind = isMapped || kind === 3 || kind === 11 ? [8, 16] : [15, 16, 24, 32];
  return (
    encoded.length > 18 &&
    [1, 2, 3, 9, 10, 11].includes(kind) &&
    mapped === (isMapped ? 1 : 0) &&
    (isMapped ? [15, 16, 24, 32].includes(head.charCodeAt(7)) : head.startsWith('\0\0\0\0\0', 3)) &&
    word(head, 12) > 0 &&
    word(head, 14) > 0 &&
    bitsOfKind.includes(bits) &&
    descriptor < 64
  );
}

const startsWithVideo = startsWith('\0\0\x01\xb3', '\0\0\x01\xba', 'FLV\x01', 'OggS');

function isVideo(head: string, encoded: Uint8Array): boolean {
  return (
    isMedia(head) ||
    /^(moov|mdat|wide|free|skip|pnot)/.test(head.slice(4)) ||
    head.startsWith('\x1a\x45\xdf\xa3') ||
    (head.startsWith('RIFF') && head.startsWith('AVI ', 8)) ||
    startsWithVideo(head, encoded)
  );
}
