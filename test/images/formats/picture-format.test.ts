import { describe, expect, test } from 'vitest';
import { foreignFormats } from '../../../src/images/formats/foreign-formats.ts';
import { pictureFormat } from '../../../src/images/formats/picture-format.ts';

const latin = (value: string) => new Uint8Array(Buffer.from(value.padEnd(200, '\0'), 'latin1'));
const media = (brand: string, ...compatible: readonly string[]) =>
  latin(`\0\0\0${String.fromCharCode(16 + 4 * compatible.length)}ftyp${brand}\0\0\0\0${compatible.join('')}`);

/** How files of each foreign format begin. */
const samples: Readonly<Record<string, readonly Uint8Array[]>> = {
  SVG: [latin('<svg xmlns="http://www.w3.org/2000/svg"/>'), latin('\xef\xbb\xbf<?xml version="1.0"?>\n<svg >')],
  PDF: [latin('%PDF-1.7')],
  PostScript: [latin('%!PS-Adobe-3.0')],
  DjVu: [latin('AT&TFORM\0\0\0\0DJVU')],
  'a Windows metafile': [latin('\xd7\xcd\xc6\x9a'), latin(`\x01\0\0\0${'\0'.repeat(36)} EMF`)],
  'a raw file (CR3)': [media('crx ', 'crx ', 'isom')],
  'a raw file (CR2)': [latin('II*\0\x10\0\0\0CR\x02\0')],
  'a raw file (IIQ)': [latin('II*\0\x10\0\0\0IIII'), latin('MM\0*\0\0\0\x10MMMM')],
  'a raw file (ORF)': [latin('IIRO\x08'), latin('MMOR\0')],
  'a raw file (RW2)': [latin('IIU\0\x08')],
  'a raw file (RAF)': [latin('FUJIFILMCCD-RAW 0201')],
  'a raw file (X3F)': [latin('FOVb')],
  'a raw file (CRW)': [latin('II\x1a\0\0\0HEAPCCDR')],
  'a raw file (MRW)': [latin('\0MRM')],
  HEIC: [media('heic', 'mif1', 'heic'), media('mif1', 'heic'), media('msf1', 'hevc')],
  'JPEG 2000': [latin('\0\0\0\x0cjP  \r\n\x87\n'), latin('\xff\x4f\xff\x51')],
  'JPEG XL': [latin('\xff\x0a'), latin('\0\0\0\x0cJXL \r\n\x87\n')],
  'JPEG XR': [latin('II\xbc\x01')],
  'JPEG in Base64': [latin('/9j/4AAQSkZJRg'), latin('data:image/jpeg;base64,/9j/')],
  'PNG in Base64': [latin('iVBORw0KGgoAAAANSUhEUg'), latin('data:image/png;base64,iVBORw0KGgo')],
  BMP: [latin('BM\x36\x03\0\0\0\0\0\0\x36\0\0\0'), latin(`\x28\0\0\0${'\0'.repeat(8)}\x01\0\x18\0`)],
  QOI: [latin('qoif\0\0\0\x40')],
  'PPM (PNM)': [
    latin('P6\n64 48\n255\n'),
    latin('P3 # a comment\n64 48 255'),
    latin('P5\n# a comment\n# another\n9 9 65535\n'),
    latin('P7\nWIDTH 64\n'),
  ],
  PFM: [latin('Pf\n64 48\n-1.0\n')],
  TGA: [
    latin(`\0\0\x02${'\0'.repeat(9)}\x40\0\x30\0\x18\x20`),
    latin(`\0\x01\x01\0\0\0\x01\x18\0\0\0\0\x40\0\x30\0\x08\0`),
    Uint8Array.from(Buffer.from(`${'x'.repeat(200)}TRUEVISION-XFILE.\0`, 'latin1')),
  ],
  PCX: [latin('\n\x05\x01\x08'), latin('\n\0\x01\x01')],
  SGI: [latin('\x01\xda\x01\x01\0\x03')],
  'Sun raster': [latin('\x59\xa6\x6a\x95')],
  XBM: [latin('#define im_width 64\n#define im_height 48\n')],
  XPM: [latin('/* XPM */\nstatic char *')],
  BPG: [latin('BPG\xfb')],
  FLIF: [latin('FLIF44')],
  MNG: [latin('\x8aMNG\r\n\x1a\n')],
  JNG: [latin('\x8bJNG\r\n\x1a\n')],
  EXR: [latin('\x76\x2f\x31\x01\x02')],
  'Radiance HDR': [latin('#?RADIANCE\n'), latin('#?RGBE\n')],
  DICOM: [latin(`${'\0'.repeat(128)}DICM`)],
  FITS: [latin('SIMPLE  =                    T')],
  'an array of NumPy': [latin('\x93NUMPY\x01\0')],
  HDF5: [latin('\x89HDF\r\n\x1a\n')],
  DDS: [latin('DDS |')],
  KTX: [latin('\xabKTX 11\xbb\r\n\x1a\n')],
  Photoshop: [latin('8BPS\0\x01')],
  GIMP: [latin('gimp xcf file\0')],
  icon: [latin('\0\0\x01\0\x01\0'), latin('\0\0\x02\0\x01\0'), latin('icns\0\0')],
  'animated cursor': [latin('RIFF\x24\0\0\0ACON')],
  video: [
    media('isom', 'avc1'),
    latin('\0\0\0\x08wide\0\0\x01\0mdat'),
    latin('\x1a\x45\xdf\xa3'),
    latin('RIFF\x24\0\0\0AVI LIST'),
  ],
};

describe('formats that are known and not read', () => {
  test.each(Object.keys(foreignFormats))('%s is named, with the reason and what to do', (name) => {
    expect(samples[name]?.length).toBeGreaterThan(0);
    for (const sample of samples[name]) {
      expect(() => pictureFormat(sample)).toThrow(
        expect.objectContaining({
          code: 'unsupported',
          given: name,
          message: expect.stringMatching(/ is not read: ./),
        }),
      );
    }
  });
});

describe('what lies where a picture should', () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 123456\n`;
  test.each([
    ['a pointer of Git LFS', pointer, /git lfs pull/],
    ['a web page', '<!DOCTYPE html><html><head><title>Not Found</title>', /download/],
    ['a web page', '\n<!-- saved -->\n<html lang="en">', /download/],
    ['an error of a server', '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code>', /again/],
    ['an error of a server', '{"error": "not found"}', /again/],
    ['a compressed file', 'PK\x03\x04', /unpack/],
    ['a compressed file', '\x1f\x8b\x08', /unpack/],
  ])('%s', (what, text, todo) => {
    expect(() => pictureFormat(latin(text))).toThrow(
      expect.objectContaining({ code: 'not-an-image', given: what, todo: expect.stringMatching(todo) }),
    );
  });

  test('zeros alone', () => {
    expect(() => pictureFormat(new Uint8Array(5000))).toThrow('zeros');
  });
});

test('AVIF is one, also as a sequence or under the brand of all HEIF', () => {
  expect(pictureFormat(media('avif', 'mif1', 'miaf'))).toBe('avif');
  expect(pictureFormat(media('avis', 'avif', 'msf1'))).toBe('avif');
  expect(pictureFormat(media('mif1', 'avif'))).toBe('avif');
});
