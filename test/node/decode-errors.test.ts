import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/node/decode.ts';

const fixture = (name: string) => new Uint8Array(readFileSync(`test/golden/pixels/${name}`));
const text = (value: string) => new TextEncoder().encode(value);
const latin = (value: string) => new Uint8Array(Buffer.from(value.padEnd(64, '\0'), 'latin1'));

describe('not-an-image', () => {
  test.each([
    ['no bytes', new Uint8Array()],
    ['one byte', text('x')],
    ['a text', text('This is no picture, whatever its name says.\n')],
    ['a web page', text('<!doctype html><html><body><svg></svg></body></html>')],
    ['XML that is no drawing', text('<?xml version="1.0"?><catalogue/>')],
    ['a sound', latin('RIFF\x24\0\0\0WAVEfmt ')],
    ['a business card that begins like a bitmap', text('BMW Group, Munich, Germany: a text long enough')],
  ])('%s', async (_name, bytes) => {
    await expect(decode(bytes)).rejects.toMatchObject({ code: 'not-an-image' });
  });
});

describe('unsupported, with the reason', () => {
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
  test.each([
    ['SVG', text(drawing)],
    ['SVG', text(`\ufeff<?xml version="1.0"?>\n<!-- made by hand -->\n${drawing}`)],
    ['PDF', latin('%PDF-1.7')],
    ['PostScript', latin('%!PS-Adobe-3.0')],
    ['HEIC', latin('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['video', latin('\0\0\0\x18ftypisom\0\0\0\0isomavc1')],
    ['JPEG XL', latin('\xff\x0a')],
    ['JPEG 2000', latin('\0\0\0\x0cjP  \r\n\x87\n')],
    ['BMP', latin('BM\x36\x03\0\0\0\0\0\0\x36\0\0\0')],
    ['Photoshop', latin('8BPS\0\x01')],
    ['icon', latin('\0\0\x01\0\x01\0')],
  ])('%s', async (given, bytes) => {
    await expect(decode(bytes)).rejects.toMatchObject({
      code: 'unsupported',
      given,
      message: expect.stringContaining('not read: '),
    });
  });
});

describe('truncated', () => {
  const whole = [
    'orientation-1.jpg',
    'progressive.jpg',
    'alpha.png',
    'lossy.webp',
    'alpha.webp',
    'lossy.avif',
    'still.gif',
    'lzw.tiff',
    'rgb16.tiff',
  ];
  test.each(whole.flatMap((name) => [0.1, 0.5, 0.9].map((share) => [name, share] as const)))(
    '%s cut after %f of its bytes',
    async (name, share) => {
      const bytes = fixture(name);
      await expect(decode(bytes.subarray(0, share * bytes.length))).rejects.toMatchObject({ code: 'truncated' });
    },
  );

  test('also where it would be reduced while decoding', async () => {
    const large = await sharp(fixture('lzw.tiff')).resize(1600).jpeg().toBuffer();
    const cut = large.subarray(0, large.length / 2);
    await expect(decode(cut, { shortSidePx: 72 })).rejects.toMatchObject({ code: 'truncated' });
  });

  test('rubbish behind a good beginning', async () => {
    for (const name of whole) {
      const bytes = fixture(name);
      await expect(decode(bytes.fill(0x55, 16))).rejects.toMatchObject({ code: 'truncated' });
    }
  });
});

describe('too-large', () => {
  test('is told by the header: nothing is decoded', async () => {
    const bytes = fixture('one-pixel.png');
    const header = new DataView(bytes.buffer, bytes.byteOffset);
    header.setUint32(16, 30_000);
    header.setUint32(20, 20_000);
    header.setUint32(29, crc32(bytes.subarray(12, 29)));
    await expect(decode(bytes)).rejects.toMatchObject({ code: 'too-large' });
  });
});

/** The checksum of a PNG chunk. */
function crc32(bytes: Uint8Array): number {
  let rest = ~0;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return ~rest >>> 0;
}
